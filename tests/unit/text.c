/*
 * text.c: what the user or a server wrote, put into JSON and into a picture.
 */
#include "unit.h"

#include "lib/svg.h"
#include "lib/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The text, as `print` prints it, is the expected one. */
static void prints(void (*print)(FILE *to, const char *text),
                   const char *text, const char *expected)
{
    char *printed = NULL;
    size_t size;
    FILE *to = open_memstream(&printed, &size);

    if (!to)
        exit(EXIT_FAILURE);
    print(to, text);
    if (fclose(to) == EOF)
        exit(EXIT_FAILURE);
    reads(printed, expected);
    free(printed);
}

static void knows_a_character(void)
{
    static const struct {
        const char *text;
        size_t size;
    } beginnings[] = {
        { "ab", 1 }, { "\x7f", 1 }, { "\xc2\x80", 2 }, { "\xdf\xbf", 2 },
        { "\xe0\xa0\x80", 3 }, { "\xed\x9f\xbf", 3 }, { "\xee\x80\x80", 3 },
        { "\xf0\x90\x80\x80", 4 }, { "\xf4\x8f\xbf\xbf", 4 },
        { "\x80", 0 }, { "\xbf", 0 }, { "\xf8\x88\x80\x80\x80", 0 },
        { "\xff", 0 },                                  /* begin nothing */
        { "\xc3", 0 }, { "\xe2\x82", 0 }, { "\xc3(", 0 },       /* cut short */
        { "\xc0\xaf", 0 }, { "\xe0\x9f\xbf", 0 },
        { "\xf0\x8f\xbf\xbf", 0 },                      /* overlong */
        { "\xed\xa0\x80", 0 }, { "\xed\xbf\xbf", 0 },   /* surrogates */
        { "\xf4\x90\x80\x80", 0 },                      /* past Unicode */
    };

    for (size_t i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++)
        is(text_character(beginnings[i].text) == beginnings[i].size,
           beginnings[i].text);
}

static void makes_plain(void)
{
    char to[16];

    is(strcmp(text_plain(to, sizeof to, "caf\xc3\xa9\t!"), "caf\xc3\xa9\t!")
       == 0, "plain text stays");
    is(strcmp(text_plain(to, sizeof to, "\x1b\x7f\xc2\x9b\xe9"),
              "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd") == 0,
       "ESC, DEL, C1 and a byte that is not UTF-8");
    is(strcmp(text_plain(to, sizeof to, "\xd8\x9c\xe2\x80\xa8\xe2\x80\xae\xe2"
                         "\x81\xa6!"),
              "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd!") == 0,
       "what turns the direction of text, or ends a line of it");
    is(strcmp(text_plain(to, 5, "caf\xc3\xa9"), "caf") == 0,
       "no character is cut");
}

static void writes_json(void)
{
    prints(text_json, "caf\xc3\xa9 \"a\\b\"\n",
           "\"caf\xc3\xa9 \\\"a\\\\b\\\"\\u000a\"");
    prints(text_json, "caf\xe9 \xed\xa0\x80!",
           "\"caf\\ufffd \\ufffd\\ufffd\\ufffd!\"");
    prints(text_json, "cut \xe2\x82", "\"cut \\ufffd\\ufffd\"");
    prints(text_json, "\t\x7f\xc2\x9b\xe2\x80\xae",
           "\"\\u0009\\u007f\\u009b\\u202e\"");
}

static void writes_csv(void)
{
    prints(text_csv, "plain, caf\xc3\xa9", "\"plain, caf\xc3\xa9\"");
    prints(text_csv, "a\nb\r", "\"a\nb\r\"");
    prints(text_csv, "=1", "'=1");
    prints(text_csv, "-\"1\"", "\"'-\"\"1\"\"\"");
    prints(text_csv, "\x1b\xe9", "\xef\xbf\xbd\xef\xbf\xbd");
    prints(text_csv, "", "");
}

static void writes_xml(void)
{
    prints(text_xml, "plain, caf\xc3\xa9", "plain, caf\xc3\xa9");
    prints(text_xml, "<a & \"b\">", "&lt;a &amp; &quot;b&quot;&gt;");
    prints(text_xml, "[[0]]>", "[[0]]&gt;");
    prints(text_xml, "\x1b[1mbold\n\x7f", "[1mbold\n");
    prints(text_xml, "\xc2\x9b\xe2\x80\xae!", "!");
    prints(text_xml, "\xef\xbf\xbf \xef\xbf\xbd", "&#xfffd; \xef\xbf\xbd");
    prints(text_xml, "caf\xe9 \xe2\x82\xac", "caf&#xfffd; \xe2\x82\xac");
}

static void knows_what_was_meant(void)
{
    static const char *const words[] = { "check", "compare", "epoll", NULL };

    reads(text_meant("chek", words), "; did you mean 'check'?");
    reads(text_meant("ehpoll", words), "; did you mean 'epoll'?");
    reads(text_meant("cmopare", words), "; did you mean 'compare'?");
    reads(text_meant("comp", words), "; did you mean 'compare'?");
    reads(text_meant("watch", words), "");
    reads(text_meant("e", words), "");
    reads(text_meant("", words), "");
}

static void wraps_beside_a_label(void)
{
    char *printed = NULL;
    size_t size;
    FILE *to = open_memstream(&printed, &size);

    if (!to)
        exit(EXIT_FAILURE);
    text_hang(to, "-a ", "one two", 4, 8);
    text_hang(to, "--long", "three", 4, 9);
    text_paragraphs(to, "  as it is\n\nin two\n", 3);
    if (fclose(to) == EOF)
        exit(EXIT_FAILURE);
    reads(printed, "-a  one\n    two\n--long\n    three\n"
          "  as it is\n\nin\ntwo\n");
    free(printed);
}

void test_text(void)
{
    knows_what_was_meant();
    wraps_beside_a_label();
    knows_a_character();
    makes_plain();
    writes_json();
    writes_csv();
    writes_xml();
}
