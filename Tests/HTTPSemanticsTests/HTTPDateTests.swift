import FoundationEssentials
import HTTPSemantics
import Testing

@Suite struct HTTPDateTests {
    private let example = Date(timeIntervalSince1970: 784_111_777)

    @Test(arguments: [
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
    ])
    func `RFC 9110 §5.6.7 the three formats are read`(text: String) {
        #expect(HTTPDate.parse(text) == example)
    }

    @Test func `RFC 9110 §5.6.7 IMF-fixdate is written`() {
        #expect(HTTPDate.format(example + 0.9) == "Sun, 06 Nov 1994 08:49:37 GMT")
    }

    @Test(arguments: [
        (0.0, "Thu, 01 Jan 1970 00:00:00 GMT"), (-1.0, "Wed, 31 Dec 1969 23:59:59 GMT"),
        (951_782_400.0, "Tue, 29 Feb 2000 00:00:00 GMT"), (4_107_542_400.0, "Mon, 01 Mar 2100 00:00:00 GMT"),
        (1_704_067_199.0, "Sun, 31 Dec 2023 23:59:59 GMT"),
    ])
    func `dates around the ends of months and years are right`(seconds: Double, text: String) {
        let date = Date(timeIntervalSince1970: seconds)
        #expect(HTTPDate.format(date) == text)
        #expect(HTTPDate.parse(text) == date)
    }

    @Test func `every day of four centuries is read as it was written`() {
        for day in stride(from: -200 * 365, to: 200 * 366, by: 1) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400 + 45_296)
            #expect(HTTPDate.parse(HTTPDate.format(date)) == date)
        }
    }

    @Test(arguments: [
        "", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Foo 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov -994 08:49:37 GMT", "Sun, +6 Nov 1994 08:49:37 GMT", "784111777",
    ])
    func `what is no date is refused`(text: String) {
        #expect(HTTPDate.parse(text) == nil)
    }
}
