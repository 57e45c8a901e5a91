# muxlab: `make help` lists the goals.
#
# CC, CFLAGS, CPPFLAGS, LDFLAGS and LDLIBS are yours; what the code itself
# needs is in NEEDS and comes first.

CFLAGS ?= -O2 -g
BATS ?= bats
PREFIX ?= /usr/local
SERVER ?=
BIN := bin

NEEDS := -std=c11 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Wshadow \
	-Wconversion -Wstrict-prototypes -Wmissing-prototypes

MODELS := blocking nonblocking select poll epoll
SERVERS := $(MODELS:%=$(BIN)/echo-%)
COMMON := $(patsubst %.c,$(BIN)/obj/%.o,$(wildcard common/*.c))
HARNESS := $(patsubst %.c,$(BIN)/obj/%.o,$(wildcard harness/*.c))
WRONG := $(patsubst tests/wrong/%.c,$(BIN)/tests/%,$(wildcard tests/wrong/*.c))
PRELOAD := $(patsubst tests/%.c,$(BIN)/tests/%.so,$(wildcard tests/*.c))
SOURCES := $(wildcard */*.c tests/*/*.c)

ifeq ($(V),1)
say = @:
quiet =
else
say = @echo
quiet = @
endif

.PHONY: all $(MODELS) tests
all: $(SERVERS) $(BIN)/muxlab

$(MODELS): %: $(BIN)/echo-%

tests: $(WRONG) $(PRELOAD)

$(SERVERS): $(BIN)/echo-%: $(BIN)/obj/%/server.o $(COMMON)
$(BIN)/muxlab: $(HARNESS)
$(SERVERS) $(BIN)/muxlab:
	$(say) "  LD   $@"
	$(quiet)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BIN)/obj/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(say) "  CC   $<"
	$(quiet)$(CC) $(NEEDS) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BIN)/tests/%: tests/wrong/%.c Makefile
	@mkdir -p $(@D)
	$(say) "  CC   $<"
	$(quiet)$(CC) $(NEEDS) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< -pthread

$(BIN)/tests/%.so: tests/%.c Makefile
	@mkdir -p $(@D)
	$(say) "  CC   $<"
	$(quiet)$(CC) $(NEEDS) $(CPPFLAGS) $(CFLAGS) -shared -fPIC -o $@ $<

-include $(shell find $(BIN)/obj -name '*.d' 2>/dev/null)
