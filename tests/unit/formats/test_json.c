/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_json - JSON lines, byte for byte.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "formats/json.h"

static void keys_stay_in_the_order_written(void **state) {
    (void)state;
    struct buf out = { 0 };
    struct json json = json_begin(&out);
    struct date day;
    assert_true(date_make(2026, 9, 7, &day));
    json_open(&json, '{');
    json_key(&json, "v"), json_whole(&json, 1);
    json_key(&json, "list"), json_open(&json, '[');
    json_text(&json, STR("a")), json_open(&json, '['), json_close(&json), json_bool(&json, true), json_null(&json);
    json_close(&json);
    json_key(&json, "by"), json_day(&json, day);
    json_key(&json, "none"), json_day(&json, DATE_NONE);
    json_key(&json, "ever"), json_day(&json, DATE_FIRST);
    json_key(&json, "in"), json_open(&json, '{'), json_key(&json, "no"), json_bool(&json, false), json_close(&json);
    json_close(&json);
    json_line(&json);
    assert_string_equal(out.at, "{\"v\":1,\"list\":[\"a\",[],true,null],\"by\":\"2026-09-07\",\"none\":null,"
                                "\"ever\":null,"
                                "\"in\":{\"no\":false}}\n");
    buf_free(&out);
}

static void text_is_escaped_and_utf8_kept(void **state) {
    (void)state;
    struct buf out = { 0 };
    struct json json = json_begin(&out);
    json_text(&json, STR("Zoë \"O'Brien\" \\ </script>\n\t\r\x01\x1b\x7f 孔子"));
    json_line(&json);
    assert_string_equal(out.at, "\"Zoë \\\"O'Brien\\\" \\\\ </script>\\n\\t\\r\\u0001\\u001b\\u007f 孔子\"\n");
    buf_free(&out);
}

static void lines_follow_each_other(void **state) {
    (void)state;
    struct buf out = { 0 };
    struct json json = json_begin(&out);
    for (int i = 0; i < 2; i++) {
        json_open(&json, '[');
        json_whole(&json, INT64_MIN);
        json_whole(&json, i);
        json_close(&json);
        json_line(&json);
    }
    assert_string_equal(out.at, "[-9223372036854775808,0]\n[-9223372036854775808,1]\n");
    buf_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_stay_in_the_order_written),
        cmocka_unit_test(text_is_escaped_and_utf8_kept),
        cmocka_unit_test(lines_follow_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
