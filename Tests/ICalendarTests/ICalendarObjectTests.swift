import ICalendar
import Testing

@Suite("ICalendarObject")
struct ICalendarObjectTests {
    @Test(arguments: Fixture.all)
    func `an untouched object comes back byte for byte`(fixture: Fixture) throws {
        let octets = try fixture.octets()
        #expect(try ICalendarObject(parsing: octets).serialised() == octets)
    }

    @Test(arguments: Fixture.all)
    func `a parsed object is the tree that another implementation reads`(fixture: Fixture) throws {
        let object = try ICalendarObject(parsing: try fixture.octets())
        #expect(JCal.tree(of: object.calendar) == (try fixture.tree()))
    }

    @Test(arguments: Fixture.all)
    func `changing one line leaves every other line byte for byte`(fixture: Fixture) throws {
        let octets = try fixture.octets()
        var object = try ICalendarObject(parsing: octets)
        object.calendar.setProperty(Property(name: "VERSION", value: "3.0"))
        let changed = lines(object.serialised())
        let original = lines(octets)
        #expect(changed.count == original.count)
        let different = zip(original, changed).filter { $0 != $1 }
        #expect(different.count == 1)
        #expect(different.first?.1.starts(with: Array("VERSION:3.0".utf8)) == true)
    }

    @Test func `new lines get the line ending of the first line`() throws {
        var object = try ICalendarObject(parsing: Array("BEGIN:VCALENDAR\nVERSION:2.0\r\nEND:VCALENDAR".utf8))
        object.calendar.append(Property(name: "X-NEW", value: "1"))
        #expect(text(object.serialised()) == "BEGIN:VCALENDAR\nVERSION:2.0\r\nX-NEW:1\nEND:VCALENDAR")
    }

    @Test func `a byte order mark and empty lines before the object are kept`() throws {
        let octets: [UInt8] = [0xEF, 0xBB, 0xBF, 13, 10] + Sample.event()
        #expect(try ICalendarObject(parsing: octets).serialised() == octets)
    }

    @Test func `an object that was not parsed is written with CRLF`() {
        let calendar = Component(name: "VCALENDAR", contents: [.property(Property(name: "VERSION", value: "2.0"))])
        let octets = ICalendarObject(calendar: calendar).serialised()
        #expect(text(octets) == "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n")
    }

    /// Physical lines without their ends, in which folds of untouched lines count too.
    private func lines(_ octets: [UInt8]) -> [ArraySlice<UInt8>] {
        octets.split(separator: 10, omittingEmptySubsequences: false)
    }
}
