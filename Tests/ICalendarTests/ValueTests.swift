import FoundationEssentials
import ICalendar
import Testing

@Suite("Values")
struct ValueTests {
    @Test(arguments: [
        ("plain", "plain"), ("a;b,c\\d", "a\\;b\\,c\\\\d"), ("a\nb", "a\\nb"), ("a\r\nb\rc", "a\\nb\\nc"), ("ü", "ü"),
    ])
    func `RFC 5545 §3.3.11 TEXT is escaped`(plain: String, escaped: String) {
        #expect(TextValue.escape(plain) == escaped)
    }

    @Test(arguments: [
        ("a\\;b\\,c\\\\d", "a;b,c\\d"), ("a\\nb\\Nc", "a\nb\nc"), ("\\\\n", "\\n"), ("\\x", "x"), ("end\\", "end\\"),
    ])
    func `RFC 5545 §3.3.11 TEXT is unescaped`(escaped: String, plain: String) {
        #expect(TextValue.unescape(escaped) == plain)
    }

    @Test(arguments: [
        (0, "19700101T000000Z"), (1_328_128_452, "20120201T203412Z"), (951_782_400, "20000229T000000Z"),
        (4_107_542_399, "21000228T235959Z"), (4_107_542_400, "21000301T000000Z"), (-1, "19691231T235959Z"),
        (-2_203_891_200, "19000301T000000Z"), (1_704_067_199, "20231231T235959Z"),
    ])
    func `RFC 5545 §3.3.5 an instant is written in UTC`(seconds: Int, expected: String) {
        #expect(UTCDateTime.format(Date(timeIntervalSince1970: Double(seconds))) == expected)
    }

    @Test func `fractions of a second are cut off`() {
        #expect(UTCDateTime.format(Date(timeIntervalSince1970: 1.999)) == "19700101T000001Z")
        #expect(UTCDateTime.format(Date(timeIntervalSince1970: -0.5)) == "19691231T235959Z")
    }

    @Test(arguments: [
        "20240229", "20240229T235960", "20240101T000000Z",
    ])
    func `RFC 5545 §3.3.4 and §3.3.5 forms of dates are accepted`(value: String) {
        #expect(DateTimeSyntax.isDateOrDateTime(value))
    }

    @Test(arguments: [
        "", "2024", "20241301", "20240132", "20240001", "2024-01-01", "20240101T250000", "20240101T006000",
        "20240101T000061", "20240101 000000", "20240101T000000z", "20240101T000000+", "２０２４０１０１", "2024010１",
    ])
    func `RFC 5545 §3.3.4 and §3.3.5 other forms of dates are not`(value: String) {
        #expect(!DateTimeSyntax.isDateOrDateTime(value))
    }
}
