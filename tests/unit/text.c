/*
 * text.c: what the user wrote, put into a picture.
 */
#include "unit.h"

#include "../../harness/svg.h"

#include <stdio.h>
#include <stdlib.h>

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

void test_text(void)
{
    prints(svg_text, "plain, caf\xc3\xa9", "plain, caf\xc3\xa9");
    prints(svg_text, "<a & \"b\">", "&lt;a &amp; &quot;b&quot;&gt;");
    prints(svg_text, "[[0]]>", "[[0]]&gt;");
    prints(svg_text, "\x1b[1mbold\n\x7f", "[1mbold\x7f");
}
