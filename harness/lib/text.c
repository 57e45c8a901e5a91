/*
 * text.c: words and numbers in the form a reader expects.
 */
#include "lib/text.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>

static int starts_character(char c)
{
    return ((unsigned char)c & 0xc0) != 0x80;
}

/* How many bytes a character has that begins with this one; 0: none does. */
static size_t announced(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xc0 || first >= 0xf8)
        return 0;
    return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* The code of the first character, and in *size how many bytes it takes; 0: it
 * is not UTF-8. */
static unsigned decode(const char *text, size_t *size)
{
    static const unsigned least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    size_t n = announced((unsigned char)*text);
    unsigned c = (unsigned char)*text & (n > 1 ? 0x7fu >> n : 0x7f);

    *size = 0;
    for (size_t i = 1; i < n; i++) {
        if (starts_character(text[i]))
            return 0;
        c = c << 6 | ((unsigned char)text[i] & 0x3fu);
    }
    if (c >= least[n] && c <= 0x10ffff && (c < 0xd800 || c >= 0xe000))
        *size = n;              /* else: overlong, past Unicode, a surrogate */
    return c;
}

size_t text_character(const char *text)
{
    size_t size;

    decode(text, &size);
    return size;
}

/* C0, DEL, C1; Unicode's ends of lines, and Bidi_Control: what changes the
 * order in which text is shown. */
static bool is_control(unsigned c)
{
    return (c < ' ' && c != '\t') || (c >= 0x7f && c < 0xa0)
        || c == 0x61c || c == 0x200e || c == 0x200f
        || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* What to print for the next character, *size bytes; *from moves past it. */
static const char *next_plain(const char **from, size_t *size)
{
    static const char replacement[] = "\xef\xbf\xbd";        /* U+FFFD */
    const char *text = *from;
    unsigned c = decode(text, size);

    *from += *size ? *size : 1;
    if (*size && !is_control(c))
        return text;
    *size = sizeof replacement - 1;
    return replacement;
}

char *text_plain(char *to, size_t size, const char *from)
{
    size_t used = 0, n;

    while (*from) {
        const char *c = next_plain(&from, &n);
        if (used + n >= size)
            break;
        memcpy(to + used, c, n);
        used += n;
    }
    to[used] = '\0';
    return to;
}

void text_print(FILE *to, const char *text, size_t n)
{
    const char *end = text + n;

    while (text < end) {
        const char *c = next_plain(&text, &n);
        fwrite(c, 1, n, to);
    }
}

const char *text_word(const char *word)
{
    enum { BUFFERS = 4, LONGEST = 60 };
    static char words[BUFFERS][LONGEST + sizeof "..."];
    static int next;
    char *plain = words[next++ % BUFFERS];

    text_plain(plain, LONGEST + 1, word);
    return strlen(word) > LONGEST ? strcat(plain, "...") : plain;
}

const char *text_path(const char *path)
{
    static char plain[PATH_MAX];

    return text_plain(plain, sizeof plain, path);
}

size_t text_width(const char *text)
{
    size_t n = 0;

    for (; *text; text++)
        n += starts_character(*text) ? 1 : 0;
    return n;
}

size_t text_line(const char *text, size_t columns)
{
    size_t i = 0;
    size_t blank = 0;
    size_t width = 0;

    for (; text[i]; i++) {
        if (text[i] == ' ')
            blank = i;
        if (starts_character(text[i]) && ++width > columns)
            return blank ? blank : i ? i : strlen(text);
    }
    return i;
}

void text_hang(FILE *to, const char *label, const char *text, size_t indent,
               size_t columns)
{
    size_t width = text_width(label);

    if (width > indent) {
        fprintf(to, "%s\n", label);
        label = "";
        width = 0;
    }
    do {
        size_t n = text_line(text, columns - indent);
        fprintf(to, "%s%*s%.*s\n", label, (int)(indent - width), "", (int)n,
                text);
        text += n;
        text += strspn(text, " ");
        label = "";
        width = 0;
    } while (*text);
}

void text_wrap(FILE *to, const char *text, size_t indent, size_t columns)
{
    if (*text)
        text_hang(to, "", text, indent, columns);
}

char *text_count(char *to, size_t size, unsigned long long n)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%llu", n);
    size_t at = 0;

    for (int i = 0; i < length && at + 2 < size; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            to[at++] = ',';
        to[at++] = digits[i];
    }
    to[at] = '\0';
    return to;
}

int text_ms(int64_t ns)
{
    return (int)((ns + 500000) / 1000000);
}

char *text_number(char *to, size_t size, double value, int digits)
{
    double step = 1;            /* what the last digit stands for */
    double limit = 1;
    int decimals = 0;

    for (int i = 0; i < digits; i++)
        limit *= 10;
    while (value / step >= limit - 0.5)
        step *= 10;
    if (step > 1 || value >= 999.5)
        return text_count(to, size,
                          (unsigned long long)(value / step + 0.5)
                              * (unsigned long long)step);
    while (value >= 0.0005 && decimals < 3
           && value / step * 10 < limit - 0.5) {
        step /= 10;
        decimals++;
    }
    snprintf(to, size, "%.*f", decimals, value);
    return to;
}

void text_json(FILE *to, const char *text)
{
    putc('"', to);
    while (*text) {
        size_t size;
        unsigned c = decode(text, &size);
        if (size == 0)
            fputs("\\ufffd", to);
        else if (c == '"' || c == '\\')
            fprintf(to, "\\%c", *text);
        else if (is_control(c) || c == '\t')
            fprintf(to, "\\u%04x", c);
        else
            fwrite(text, 1, size, to);
        text += size > 0 ? size : 1;
    }
    putc('"', to);
}

void text_csv(FILE *to, const char *text)
{
    const char *quote = strpbrk(text, ",\"\r\n") ? "\"" : "";
    const char *formula = *text && strchr("=+-@\t\r", *text) ? "'" : "";
    size_t n;

    fprintf(to, "%s%s", quote, formula);
    while (*text) {
        const char *c = text;
        if (*text == '\n' || *text == '\r')
            n = 1, text++;
        else
            c = next_plain(&text, &n);
        if (*c == '"')
            putc('"', to);
        fwrite(c, 1, n, to);
    }
    fputs(quote, to);
}

/* NULL: it needs none. U+FFFE and U+FFFF are no characters of XML. */
static const char *entity_of(const char *character, size_t size)
{
    if (size == 0 || (strncmp(character, "\xef\xbf", 2) == 0
                      && (unsigned char)character[2] >= 0xbe))
        return "&#xfffd;";
    switch (*character) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";          /* a text may not hold ]]> */
    case '"':
        return "&quot;";
    default:
        return NULL;
    }
}

void text_xml(FILE *to, const char *text)
{
    while (*text) {
        size_t size;
        unsigned c = decode(text, &size);
        const char *entity = entity_of(text, size);
        if (entity)
            fputs(entity, to);
        else if (c == '\n' || !is_control(c))
            fwrite(text, 1, size, to);
        text += size > 0 ? size : 1;
    }
}
