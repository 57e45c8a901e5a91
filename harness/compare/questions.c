/*
 * questions.c: what `compare` asks, a row each: the table a teacher edits.
 */
#include "compare/questions.h"

#include "compare/questions_rate.h"

const struct question questions[] = {
    {
        .key = "second",
        .label = "Second client behind a silent one has its answer after",
        .unit = "ms",
        .ask = ask_second,
        .margin = 5,
        .apart = "{least} answers after {least=} ms, {most} after {most=}.",
        .alike = "A silent client costs the next one nothing: {range} ms.",
        .without = "Waits for the silent one to leave: {never}.",
    }, {
        .key = "looks",
        .label = "Descriptors looked at, {idle} clients idle",
        .unit = "a message",
        .life = 1,
        .idle = 900,
        .ask = ask_looks,
        .apart = "To answer one message {most} looks at {most=} descriptors, "
                 "{least} at {least=}.",
        .alike = "All look at {range} descriptors for a message.",
    }, {
        .key = "turns",
        .label = "... of which turned out useful",
        .unit = "a message",
        .life = 1,
        .idle = 900,
        .ask = ask_turns,
        .apart = "{most} needs {most=} turns for a message, {least} "
                 "{least=}.",
        .alike = "The useful work is the same in all; what differs is the "
                 "looking.",
    }, {
        .key = "calls",
        .label = "System calls, one client",
        .unit = "a message",
        .ask = ask_calls,
        .apart = "{most} asks the kernel {most=} times for a message, {least} "
                 "{least=} times.",
        .alike = "All ask the kernel {range} times for a message.",
    }, {
        .key = "alone",
        .label = "One client, ping-pong of 64 B",
        .unit = "µs a message",
        .ask = ask_alone,
        .apart = "{least} answers in {least=} µs, {most} in {most=}.",
        .alike = "With one client there is nobody to choose from: no "
                 "difference seen ({range} µs).",
    }, {
        .key = "many",
        .label = "64 clients, 500 messages each",
        .unit = "messages/s",
        .ask = ask_many,
        .apart = "{most} answers {times} as many messages as {least}.",
        .alike = "No difference seen: {range}.",
    }, {
        .key = "first",
        .label = "... of whom the last had its first answer after",
        .unit = "ms",
        .ask = ask_first,
        .margin = 2,
        .apart = "The unluckiest client waits {most=} ms with {most}, "
                 "{least=} ms with {least}.",
        .alike = "The unluckiest client waits {range} ms.",
    }, {
        .key = "active-0",
        .label = "10 active, nobody idle",
        .unit = "messages/s",
        .ask = ask_active,
        .apart = "{most} answers {times} as many messages as {least}.",
        .alike = "No difference seen: {range}.",
    }, {
        .key = "active-900",
        .label = "10 active among {idle} idle",
        .unit = "messages/s",
        .idle = 900,
        .ask = ask_active,
        .apart = "{most} answers {times} as many messages as {least}.",
        .alike = "No difference seen: {range}.",
        .base = "active-0",
        .trend = "Of its figure without idle clients {most} keeps {most=}, "
                 "{least} {least=}.",
    }, {
        .key = "active-9000",
        .label = "10 active among {idle} idle",
        .unit = "messages/s",
        .idle = 9000,
        .ask = ask_active,
        .apart = "{most} answers {times} as many messages as {least}.",
        .alike = "No difference seen: {range}.",
        .base = "active-0",
        .trend = "Of its figure without idle clients {most} keeps {most=}, "
                 "{least} {least=}.",
    }, {
        .key = "rest",
        .label = "CPU at rest, {idle} clients idle",
        .unit = "% of a core",
        .idle = 100,
        .ask = ask_rest,
        .apart = "While nobody says a word {most} burns {most=} % of a core, "
                 "{least} {least=} %.",
        .alike = "While nobody says a word, {range} % of a core.",
    }, {
        .key = "slow",
        .label = "Polite client beside one that never reads: longest wait",
        .unit = "ms",
        .ask = ask_slow,
        .margin = 5,
        .apart = "The polite one waits at most {least=} ms with {least}, "
                 "{most=} ms with {most}.",
        .alike = "Nobody else notices the slow reader: {range} "
                 "ms.",
        .without = "Frozen until it reads: {never}.",
    }, {
        .key = "connections",
        .label = "One message a connection, then RST",
        .unit = "connections/s",
        .ask = ask_connections,
        .apart = "{most} serves {times} as many connections as {least}.",
        .alike = "No difference seen: {range}.",
    }, {
        .key = "bulk",
        .label = "One client, a stream both ways",
        .unit = "MB/s",
        .ask = ask_bulk,
        .apart = "{most} carries {times} as much as {least}.",
        .alike = "No difference seen: {range}.",
    }, {
        .key = "ready",
        .label = "500 clients, all active",
        .unit = "messages/s",
        .more = true,
        .clients = 500,
        .ask = ask_active,
        .apart = "{most} answers more than {least}: {verdict}.",
        .alike = "When all are ready nobody need be looked for: no difference "
                 "seen ({range}).",
    }, {
        .key = "fair",
        .label = "Ten clients beside one that floods: the slowest has",
        .unit = "% of the fastest",
        .more = true,
        .margin = 2,
        .ask = ask_fair,
        .apart = "With {least} the slowest has {least=} % of what the fastest "
                 "has, with {most} {most=} %.",
        .alike = "All share alike: the slowest has {range} % of what the "
                 "fastest has.",
    }, {
        .key = "senders",
        .label = "10 active beside 200 that send a byte at a time",
        .unit = "messages/s",
        .more = true,
        .ask = ask_slow_senders,
        .apart = "{most} answers more than {least}: {verdict}.",
        .alike = "No difference seen: {range}.",
    }, {
        .key = "burst",
        .label = "500 connect at once: the last has its answer after",
        .unit = "ms",
        .more = true,
        .margin = 2,
        .ask = ask_burst,
        .apart = "The last of them waits {most=} ms with {most}, {least=} ms "
                 "with {least}. (1,000 and more: the backlog was too short.)",
        .alike = "The last of them waits {range} ms.",
    }, {
        .key = "memory",
        .label = "Its own memory for an idle client, of {idle}",
        .unit = "bytes",
        .life = 2,
        .idle = 900,
        .more = true,
        .margin = 2,
        .ask = ask_memory,
        .apart = "An idle client costs {most} {most=} bytes, {least} {least=}.",
        .alike = "An idle client costs {range} bytes.",
    },
};

const size_t n_questions = sizeof questions / sizeof *questions;
