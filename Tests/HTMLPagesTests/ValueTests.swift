import HTMLPages
import Testing

struct FileSizeTests {
    @Test(
        arguments: [
            (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1_000, "1.0 kB"), (1_049, "1.0 kB"), (1_050, "1.1 kB"),
            (9_949, "9.9 kB"), (9_950, "10 kB"), (999_499, "999 kB"), (999_500, "1.0 MB"), (1 << 30, "1.1 GB"),
            (18_446_744_073_709_551_615, "18447 PB"),
        ] as [(UInt64, String)]
    )
    func `a size is told in the unit that people would take`(octets: UInt64, text: String) {
        #expect(FileSize(octets).description == text)
    }
}

struct CalendarColorTests {
    @Test func `a colour has six digits, or eight of which the last two are left out`() throws {
        #expect(CalendarColor(parsing: "#FF9500") != nil)
        #expect(CalendarColor(parsing: "#FF9500") == CalendarColor(parsing: "#ff9500FF"))
    }

    @Test(arguments: ["", "#", "red", "#ff95", "#ff950g", "#ff9500;}", "ff9500ff", "#ff9500f", "#\u{FF11}12345"])
    func `anything else is none`(text: String) {
        #expect(CalendarColor(parsing: text) == nil)
    }
}
