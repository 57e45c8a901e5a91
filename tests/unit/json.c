/*
 * json.c: what is written as JSON can be read again, and stands in lines.
 */
#include "unit.h"

#include "lib/json.h"

#include <math.h>
#include <stdlib.h>

static char *written;
static size_t size;

static struct json_writer writer(int lines)
{
    struct json_writer w = { .to = open_memstream(&written, &size),
                             .lines = lines };

    if (!w.to)
        exit(EXIT_FAILURE);
    return w;
}

static void came_to(struct json_writer *w, const char *expected)
{
    if (fclose(w->to) == EOF)
        exit(EXIT_FAILURE);
    reads(written, expected);
    free(written);
}

static void write_all_kinds(struct json_writer *w)
{
    json_report(w, "load", 1);
    json_list(w, "rounds");
    json_number(w, NULL, 0.1);
    json_number(w, NULL, NAN);
    json_close(w);
    json_list(w, "rows");
    json_object(w, NULL);
    json_bool(w, "held", true);
    json_text(w, "note", "a \"b\"");
    json_close(w);
    json_object(w, NULL);
    json_close(w);
    json_close(w);
    json_close(w);
}

static void writes_on_one_line(void)
{
    struct json_writer w = writer(0);

    write_all_kinds(&w);
    json_list(&w, NULL);
    json_close(&w);
    came_to(&w, "{\"muxlab\": \"load\", \"schema\": 1, \"rounds\": [0.1, null], "
            "\"rows\": [{\"held\": true, \"note\": \"a \\\"b\\\"\"}, {}]}\n[]\n");
}

static void writes_on_lines(void)
{
    struct json_writer w = writer(2);

    write_all_kinds(&w);
    came_to(&w, "{\n  \"muxlab\": \"load\",\n  \"schema\": 1,\n"
            "  \"rounds\": [0.1, null],\n  \"rows\": [\n"
            "    {\"held\": true, \"note\": \"a \\\"b\\\"\"},\n    {}\n  ]\n}\n");
}

static void writes_numbers_in_full(void)
{
    static const double numbers[] = {
        0, -1, 1e15, 9007199254740991, 1.0 / 3, 0.1 + 0.2, 1e-300
    };

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct json_writer w = writer(0);
        json_list(&w, NULL);
        json_number(&w, NULL, numbers[i]);
        json_close(&w);
        fclose(w.to);
        struct json *tree = json_read(written);
        is(tree && tree->first && tree->first->number == numbers[i], written);
        json_free(tree);
        free(written);
    }
}

void test_json(void)
{
    writes_on_one_line();
    writes_on_lines();
    writes_numbers_in_full();
}
