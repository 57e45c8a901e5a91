# muxlab: `make help` lists the goals.
#
# CC, CFLAGS, CPPFLAGS, LDFLAGS and LDLIBS are yours; what the code itself
# needs is in NEEDS and comes first.

CFLAGS ?= -O2 -g
BATS ?= bats
PREFIX ?= /usr/local
SERVER ?=
SCALE ?= 1
BIN := bin

NEEDS := -std=c11 -D_GNU_SOURCE -Iharness -Wall -Wextra -Wpedantic -Wshadow \
	-Wconversion -Wstrict-prototypes -Wmissing-prototypes
override LDLIBS += -lm

# `make asan` is `make test` with other flags, in a folder of its own.
ifneq ($(filter asan,$(MAKECMDGOALS)),)
BIN := bin/asan
SCALE := 4
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=undefined
override CFLAGS += $(SANITIZE) -fno-omit-frame-pointer
override LDFLAGS += $(SANITIZE)
# LeakSanitizer stops threads by ptrace as the program ends, and now and then
# hangs there: leaks are left to valgrind.
export ASAN_OPTIONS ?= detect_leaks=0:verify_asan_link_order=0
endif

# The five, the further pages (blocking/fork), and the profile that each claims
# stand in one table.
MODELS := $(shell sed -nE 's/^    \{ "(\w+)", NULL,.*/\1/p' \
	harness/server/models.c)
FURTHER := $(shell sed -nE 's,^    \{ "(\w+)"\, "(\w+)"\,.*,\2/\1,p' \
	harness/server/models.c)
COMMON := $(wildcard common/*.c)
# io_uring as of Linux 6.0; where the headers are older, its page is left out.
ifneq ($(shell echo 'int new = IORING_OP_SEND_ZC + IOSQE_CQE_SKIP_SUCCESS;' | \
	$(CC) $(CPPFLAGS) -fsyntax-only -include linux/io_uring.h -xc - 2>&1),)
$(info echo-uring is left out: no <linux/io_uring.h>, or an old one)
FURTHER := $(filter-out %/uring,$(FURTHER))
COMMON := $(filter-out %/ring.c,$(COMMON))
endif
profile = $(shell sed -nE 's/^    \{ "$(1)", [^,]+, "(\w+)",.*/\1/p' \
	harness/server/models.c)
EVERY := $(MODELS) $(notdir $(FURTHER))
SERVERS := $(EVERY:%=$(BIN)/echo-%)
# A target of muxlab like the others: faulty:delay=200ms.
FAULTY := $(BIN)/echo-faulty
ROOMS := $(patsubst %.c,$(BIN)/obj/%.o,$(wildcard harness/*/*.c))
LIBRARY := $(BIN)/libmuxlab.a
SOURCES := $(wildcard */*.c */*/*.c */*/*/*.c)
SCRIPTS := $(wildcard tests/*.bash tests/*/*.bats tests/*/*.bash) .ci/run \
	labs/predict $(wildcard labs/*/judge labs/*/deal labs/*/calls labs/*/ask)
, := ,

ifeq ($(V),1)
say = @:
quiet =
else
say = @echo
quiet = @
endif

.PHONY: all $(EVERY)
all: $(SERVERS) $(FAULTY) $(BIN)/muxlab

$(EVERY): %: $(BIN)/echo-%

$(MODELS:%=$(BIN)/echo-%): $(BIN)/echo-%: $(BIN)/obj/%/server.o
$(foreach page,$(FURTHER),\
	$(eval $(BIN)/echo-$(notdir $(page)): $(BIN)/obj/$(page).o))
$(SERVERS): $(COMMON:%.c=$(BIN)/obj/%.o)
$(FAULTY): $(BIN)/obj/tests/servers/faulty.o
$(BIN)/muxlab: $(BIN)/obj/harness/main.o $(LIBRARY)
$(SERVERS) $(FAULTY) $(BIN)/muxlab:
	$(say) "  LD   $@"
	$(quiet)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lm -pthread $(LDLIBS)

# All of the harness but its main, for muxlab and for what tests it.
$(LIBRARY): $(ROOMS)
	@mkdir -p $(@D)
	$(say) "  AR   $@"
	@$(RM) $@
	$(quiet)$(AR) rcs $@ $^

$(BIN)/obj/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(say) "  CC   $<"
	$(quiet)$(CC) $(NEEDS) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BIN)/echo-thread: override LDLIBS += -pthread

# musl's FD_SET divides a descriptor, which is an int, by a size.
$(BIN)/obj/select/server.o: NEEDS += -Wno-sign-conversion

# The commit that it was built from, where that is known.
$(BIN)/obj/harness/lib/version.o: \
		$(wildcard $(shell git rev-parse --git-path logs/HEAD 2>/dev/null))
$(BIN)/obj/harness/lib/version.o: override CPPFLAGS += \
	-DCOMMIT='"$(shell git rev-parse --short HEAD 2>/dev/null)"'

# ---- the main job ----------------------------------------------------------

.PHONY: compare report sweep check diff further watch pictures
compare: all
	$(quiet)$(BIN)/muxlab compare

# All that can be shown of the five, or of SERVER beside them, on one page.
report: all
	$(quiet)$(BIN)/muxlab compare --brief --rounds 2 --time 0.1 --html $(BIN)/report.html \
		$(if $(SERVER),mine='$(SERVER)')
	@echo $(BIN)/report.html

# Why epoll: ten clients talk, among more and more that are silent.
sweep: all
	$(quiet)$(BIN)/muxlab compare --rounds 7 --svg epoll/sweep.svg \
		--sweep idle=0,10,30,100,300,900,3000,9000

# Each model at the profile it claims, or SERVER='python3 my.py'.
check: all
ifeq ($(SERVER),)
	$(quiet)$(foreach model,$(MODELS),$(BIN)/muxlab check \
		--profile $(call profile,$(model)) $(model) &&) true
else
	$(quiet)$(BIN)/muxlab check mine='$(SERVER)'
endif

watch: all
	$(quiet)$(BIN)/muxlab watch $(MODELS)

# A picture beside each handout, and one of the five for the README.
pictures: all
	$(quiet)$(foreach model,$(MODELS),$(BIN)/muxlab watch --timeline three-clients \
		--svg $(model)/timeline.svg $(model) &&) true
	$(quiet)$(foreach page,$(FURTHER),$(BIN)/muxlab watch --timeline three-clients \
		--svg $(page).svg $(notdir $(page)) &&) true
	$(quiet)$(BIN)/muxlab watch --timeline three-clients \
		--svg common/timeline.svg $(MODELS)

# Neighbouring pages side by side; | < > mark what differs.
diff:
	$(quiet)set -- $(MODELS); while [ $$# -gt 1 ]; do \
		printf '\n%-82s %s\n\n' "$$1/server.c" "$$2/server.c"; \
		diff --side-by-side --width=164 --expand-tabs \
			$$1/server.c $$2/server.c; shift; done; true

# Each further page beside the page it varies: what differs, what both ask of
# the kernel, and the rows that matter.
further: all
	$(quiet)$(foreach page,$(FURTHER),diff -u $(dir $(page))server.c $(page).c; \
		printf '\n'; $(BIN)/muxlab watch --messages 100 \
		$(patsubst %/,%,$(dir $(page))) $(notdir $(page)) || exit; printf '\n';)
	$(quiet)$(BIN)/muxlab compare --brief --only second --only calls --only rest \
		--only memory $(notdir $(FURTHER))

# ---- tests and linters -----------------------------------------------------

include tests/tests.mk
include labs/labs.mk

.PHONY: lint
# Runs the linters that are installed; a missing one is named, and is no failure.
# (A bats test is a subshell: SC2030 and SC2031 mean nothing there.)
lint: CHECK = printf '  LINT %s\n' '$(1)'; if command -v $(1) >/dev/null; then $(2); \
	else echo '       not found: skipped'; fi
lint:
	@$(call CHECK,shellcheck,shellcheck -x -e SC2030 -e SC2031 $(SCRIPTS))
	@$(call CHECK,cppcheck,cppcheck --quiet --std=c11 --error-exitcode=1 \
		--enable=warning$(,)performance$(,)portability --inline-suppr \
		--suppress=missingIncludeSystem -D_GNU_SOURCE $(SOURCES))
	@$(call CHECK,gcc,for file in $(SOURCES); do gcc $(NEEDS) -Werror \
		-fanalyzer -O1 -c -o /dev/null $$file || exit; done)
	@$(call CHECK,clang,clang $(NEEDS) -Werror -fsyntax-only $(SOURCES))

# ---- the rest --------------------------------------------------------------

.PHONY: compile_commands.json install uninstall clean help
compile_commands.json:
	$(quiet)for file in $(SOURCES); do \
		printf '{ "directory": "%s", "file": "%s", "command": "%s" },\n' \
		'$(CURDIR)' $$file '$(CC) $(NEEDS) $(CPPFLAGS) $(CFLAGS) -c '$$file; \
		done | sed '1s/^/[/; $$s/,$$/]/' >$@

# The manual page and the completions: bin/share is laid out as it is installed.
PAGES := $(addprefix $(BIN)/share/,man/man1/muxlab.1 \
	bash-completion/completions/muxlab zsh/site-functions/_muxlab \
	fish/vendor_completions.d/muxlab.fish)
$(BIN)/share/man/%: HOW = --man
$(BIN)/share/bash-completion/%: HOW = --completion=bash
$(BIN)/share/zsh/%: HOW = --completion=zsh
$(BIN)/share/fish/%: HOW = --completion=fish
$(PAGES): $(BIN)/muxlab
	@mkdir -p $(@D)
	$(say) "  HELP $@"
	$(quiet)$(BIN)/muxlab help $(HOW) >$@ || { $(RM) $@; exit 1; }

to = '$(subst ','\'',$(DESTDIR)$(PREFIX))'
install: all $(PAGES)
	install -d $(to)/bin $(to)/share/muxlab
	install $(SERVERS) $(FAULTY) $(BIN)/muxlab $(to)/bin
	install -m 644 tests/helper.bash $(to)/share/muxlab
	$(quiet)for page in $(PAGES:$(BIN)/%=%); do \
		install -D -m 644 $(BIN)/$$page $(to)/$$page || exit; done

uninstall:
	$(RM) $(patsubst $(BIN)/%,$(to)/bin/%,$(SERVERS) $(FAULTY) $(BIN)/muxlab)
	$(RM) $(PAGES:$(BIN)/%=$(to)/%)
	$(RM) -r $(to)/share/muxlab

clean:
	$(RM) -r bin compile_commands.json

help:
	@sed -n 's/^#: //p' $(firstword $(MAKEFILE_LIST))

#: make            the five servers and muxlab, in bin/
#: make compare    the same questions put to all five: one table
#: make report     the same, the probes and every chart: bin/report.html
#: make sweep      ten clients among ever more silent ones: epoll/sweep.svg
#: make test       every test, in parallel, and a total
#: make check      the probes, against all five, or SERVER='python3 my.py'
#: make watch      which system calls each of the five makes, counted
#: make pictures   where each waited, drawn: MODEL/timeline.svg
#: make labs       every lab's facts: a line a lab
#: make diff       neighbouring pages side by side
#: make further    fork, thread, prefork, signal, edge, uring: what differs
#: make lint       shellcheck, cppcheck, gcc -fanalyzer, clang: those present
#: make asan       the tests under AddressSanitizer and UBSan
#: make valgrind   a few probes under valgrind
#: make install    to PREFIX (/usr/local), under DESTDIR; also uninstall
#: make clean      removes all that make made
#: V=1 shows the commands; CC, CFLAGS, CPPFLAGS, LDFLAGS are yours

-include $(shell find $(BIN)/obj -name '*.d' 2>/dev/null)
