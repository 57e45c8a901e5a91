# tests.mk: the goals for tests, included by the Makefile.

# The tests run beside each other, a file a job. They mostly wait, so there are
# two jobs a core.
ifneq ($(filter test asan,$(MAKECMDGOALS)),)
MAKEFLAGS += -j$(shell echo $$(($$(nproc) * 2)))
endif

# ---- what the tests are made with ------------------------------------------

TEST_SERVERS := $(patsubst tests/servers/%.c,$(BIN)/tests/%,\
	$(filter-out %/faulty.c,$(wildcard tests/servers/*.c)))
DRIVERS := $(patsubst tests/drivers/%.c,$(BIN)/tests/%,\
	$(wildcard tests/drivers/*.c))
UNITS := $(patsubst %.c,$(BIN)/obj/%.o,$(wildcard tests/unit/*.c))
PRELOAD := $(patsubst tests/%.c,$(BIN)/tests/%.so,$(wildcard tests/*.c))

.PHONY: tests
tests: $(TEST_SERVERS) $(DRIVERS) $(PRELOAD) $(BIN)/tests/units

$(TEST_SERVERS): $(BIN)/tests/%: tests/servers/%.c $(wildcard tests/servers/*.h) Makefile
	@mkdir -p $(@D)
	$(say) "  CC   $<"
	$(quiet)$(CC) $(NEEDS) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< -pthread

$(DRIVERS): $(BIN)/tests/%: $(BIN)/obj/tests/drivers/%.o $(LIBRARY)
$(BIN)/tests/units: $(UNITS) $(LIBRARY)
$(DRIVERS) $(BIN)/tests/units:
	@mkdir -p $(@D)
	$(say) "  LD   $@"
	$(quiet)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lm $(LDLIBS)

# Loaded before any sanitizer, and so without one.
$(BIN)/tests/%.so: tests/%.c Makefile
	@mkdir -p $(@D)
	$(say) "  CC   $<"
	$(quiet)$(CC) $(NEEDS) $(CPPFLAGS) $(CFLAGS) -fno-sanitize=all -shared -fPIC \
		-o $@ $<

# ---- what is run -----------------------------------------------------------

# A suite is a file without its ending: models/poll. PER_MODEL is run once a
# model, as models/contract-poll. The longest come first, so that none of them
# is left alone at the end. ONLY chooses suites: make test ONLY='models/%
# harness/load'. On a busy machine a test that waits may not wait long enough.
# With AGAIN=1 the suites in which a test failed run once more when all have
# ended, and their second results count.
ONLY ?= %
SUITES := $(patsubst tests/%.bats,%,$(wildcard tests/*/*.bats))
PER_MODEL := models/contract models/faults
LONG := harness/probes harness/check harness/compare harness/html \
	harness/grade labs/teacher harness/faults harness/sweep harness/timeline \
	harness/watch harness/target models/idle_cpu
ONCE := $(LONG) $(filter-out $(PER_MODEL) $(LONG),$(SUITES))
EACH := $(foreach suite,$(PER_MODEL),$(EVERY:%=$(suite)-%))
tap = $(addprefix $(BIN)/tap/,$(addsuffix .tap,$(1)))

.PHONY: test asan valgrind FORCE
test: $(filter $(call tap,$(ONLY)),$(call tap,$(LONG) $(EACH) $(ONCE)))
	@failed=$$(grep -l '^not ok' $^); \
	if [ -n "$$failed" ] && [ -n "$(AGAIN)" ]; then \
		grep -h -A 9 '^not ok' $$failed; \
		echo 'these suites once more, without the others:'; \
		$(MAKE) -s AGAIN= ONLY="$$(printf '%s\n' $$failed \
			| sed 's,^$(BIN)/tap/,,; s,[.]tap$$,,')" \
			$(filter test asan,$(MAKECMDGOALS)) 2>&1 \
			| grep '^  TEST'; \
	fi; \
	awk -v total=1 -f tests/lib/total.awk $^

asan: test

# $(call bats,MODEL): one file, its results kept for the total. Its locale and
# the width of its terminal are not those of the user.
define bats
	@mkdir -p $(@D)
	$(quiet)env -u COLUMNS -u NO_COLOR LC_ALL=C.UTF-8 \
		MODEL=$(1) MUXLAB=$(abspath $(BIN)/muxlab) BIN=$(abspath $(BIN)) \
		SCALE=$(SCALE) $(BATS) --formatter tap $(filter %.bats,$^) \
		>$@ 2>&1 </dev/null; awk -f tests/lib/total.awk $@
endef

READY := bats-is-there all tests FORCE
$(call tap,$(ONCE)): $(BIN)/tap/%.tap: tests/%.bats $(READY)
	$(call bats,)
$(call tap,$(EVERY:%=models/contract-%)): $(BIN)/tap/models/contract-%.tap: \
		tests/models/contract.bats $(READY)
	$(call bats,$*)
$(call tap,$(EVERY:%=models/faults-%)): $(BIN)/tap/models/faults-%.tap: \
		tests/models/faults.bats $(READY)
	$(call bats,$*)

.PHONY: bats-is-there
bats-is-there:
	@version=$$($(BATS) --version 2>/dev/null) || version='Bats 0.0'; \
	case $$version in \
	'Bats 0.'*|'Bats 1.'[0-6]|'Bats 1.'[0-6].*) \
		echo "the tests need bats 1.7 or later ($$version found):" \
		"apt-get install bats, or make test BATS=/path/to/bats" >&2; \
		exit 3;; \
	esac

# Each model under valgrind, asked the short questions.
valgrind: all
	$(quiet)command -v valgrind >/dev/null || { echo 'valgrind: not found'; exit 3; }; \
	for model in $(MODELS); do \
		$(BIN)/muxlab check --timeout-scale 10 --profile sequential \
			--only 'one byte' --only 'odd pieces' --only reset --only SIGTERM -- \
			valgrind -q --leak-check=full --error-exitcode=9 \
			$(BIN)/echo-$$model -p {port} || exit; done
