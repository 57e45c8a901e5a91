# labs.mk: the goals for labs/, included by the Makefile.

# labs/NN-name/x.c becomes bin/labs/NN-name/x, and start/x.c likewise.
LAB_PROGRAMS := $(patsubst %.c,$(BIN)/%,$(wildcard labs/*/*.c labs/*/start/*.c))

.PHONY: labs
labs: all $(LAB_PROGRAMS)
	@BIN=$(BIN) labs/predict --check labs/[0-9]*

$(LAB_PROGRAMS): $(BIN)/%: %.c labs/lab.h Makefile
	@mkdir -p $(@D)
	$(say) "  CC   $<"
	$(quiet)$(CC) $(NEEDS) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< -pthread

tests: $(LAB_PROGRAMS)
