import ICalendar
import Testing

@Suite("Property")
struct PropertyTests {
    private func property(_ line: String) throws -> Property {
        let object = try ICalendarObject(parsing: Sample.calendar(line))
        return try #require(object.calendar.properties.last)
    }

    private func written(_ property: Property) -> String {
        let calendar = Component(name: "VCALENDAR", contents: [.property(property)])
        let lines = text(ICalendarObject(calendar: calendar).serialised())
        return String(lines.dropFirst("BEGIN:VCALENDAR\r\n".count).dropLast("END:VCALENDAR\r\n".count))
    }

    @Test func `names of properties and parameters compare without regard to case`() throws {
        let property = try property("Attach;managed-Id=1;FmtType=a/b:https://example.com/")
        #expect(property.isNamed("ATTACH"))
        #expect(property.name == "Attach")
        #expect(property.parameter("MANAGED-ID") == "1")
        #expect(property.parameter("SIZE") == nil)
    }

    @Test func `RFC 5545 §3.2 quoted values may hold separators`() throws {
        let property = try property("X;A=\"a:b;c,d\",e;B=:v;w:x")
        #expect(property.parameters == [Parameter(name: "A", values: ["a:b;c,d", "e"]), Parameter("B", "")])
        #expect(property.value == "v;w:x")
    }

    @Test(arguments: [
        ("^n^^^'", "\n^\""), ("a^b", "a^b"), ("end^", "end^"), ("^^n", "^n"), ("plain", "plain"),
    ])
    func `RFC 6868 §3 escapes are resolved`(wire: String, decoded: String) throws {
        #expect(try property("X;A=\(wire):v").parameter("A") == decoded)
        #expect(try property("X;A=\"\(wire)\":v").parameter("A") == decoded)
    }

    @Test(arguments: [
        ("plain", "plain"), ("a;b", "\"a;b\""), ("a,b", "\"a,b\""), ("a:b", "\"a:b\""), ("\"", "^'"),
        ("^", "^^"), ("a\nb", "a^nb"), ("a\r\nb", "a^nb"), ("a\u{0}b\rc", "abc"), ("ü", "ü"), ("", ""),
    ])
    func `a new parameter value is escaped and quoted where needed`(value: String, wire: String) {
        #expect(written(Property(name: "X", parameters: [Parameter("A", value)], value: "v")) == "X;A=\(wire):v\r\n")
    }

    @Test func `setting what is there already keeps the source octets`() throws {
        var property = try property("ATTACH;MANAGED-ID=1;\n FILENAME=\"a.txt\":https://exam\n ple.com/")
        property.value = "https://example.com/"
        property.setParameter("filename", "a.txt")
        #expect(written(property) == "ATTACH;MANAGED-ID=1;\r\n FILENAME=\"a.txt\":https://exam\r\n ple.com/\r\n")
    }

    @Test func `a change between canonically equivalent texts is a change`() throws {
        var property = try property("SUMMARY:e\u{301}")
        property.value = "\u{E9}"
        #expect(Array(written(property).utf8) == Array("SUMMARY:\u{E9}\r\n".utf8))
    }

    @Test func `setting a parameter replaces the first and removes repetitions`() throws {
        var property = try property("ATTACH;MANAGED-ID=1;X=2;managed-id=3:u")
        property.setParameter("MANAGED-ID", "9")
        #expect(written(property) == "ATTACH;MANAGED-ID=9;X=2:u\r\n")
        property.setParameter("MANAGED-ID", nil)
        #expect(written(property) == "ATTACH;X=2:u\r\n")
        property.setParameter("SIZE", "7")
        #expect(written(property) == "ATTACH;X=2;SIZE=7:u\r\n")
    }

    @Test func `parameters are read from a folded line wherever the folds are`() throws {
        let line = "ATTACH;MANAGED-ID=ab^nc;X=\"a;b:c,d\",e,\"\";FILENAME=\"ü.txt\":https://example.com/?a=b;c,d"
        let octets = Array(line.utf8)
        for place in 1..<octets.count {
            let folded = Array(octets[..<place]) + [13, 10, 32] + Array(octets[place...])
            let event = Sample.crlf("BEGIN:VCALENDAR\n") + folded + Sample.crlf("\nEND:VCALENDAR\n")
            let property = try #require(try ICalendarObject(parsing: event).calendar.properties.first)
            #expect(property.parameter("managed-id") == "ab\nc", "fold at \(place)")
            #expect(property.parameter("X") == "a;b:c,d", "fold at \(place)")
            #expect(
                property.parameters.map(\.values) == [["ab\nc"], ["a;b:c,d", "e", ""], ["ü.txt"]],
                "fold at \(place)"
            )
            #expect(property.value == "https://example.com/?a=b;c,d", "fold at \(place)")
            #expect(Array(property.value.utf8) == Array(property.valueOctets), "fold at \(place)")
        }
    }

    @Test func `a change of one part keeps the others, and the line number`() throws {
        var property = try property("X;A=1;B=\"2,3\":a\n b")
        property.value += "c"
        #expect(written(property) == "X;A=1;B=\"2,3\":abc\r\n")
        #expect(property.line == 4)
        property.parameters = [Parameter("C", "4")]
        #expect(written(property) == "X;C=4:abc\r\n")
        #expect(Array(property.valueOctets) == Array("abc".utf8))
    }

    @Test func `no value can begin a line of its own`() {
        let property = Property(name: "X", value: "a\r\nATTENDEE:mailto:eve@example.com\u{0}")
        #expect(written(property) == "X:aATTENDEE:mailto:eve@example.com\r\n")
    }
}

@Suite("Folding")
struct FoldingTests {
    private func lines(of value: String) -> [[UInt8]] {
        let calendar = Component(name: "VCALENDAR", contents: [.property(Property(name: "X", value: value))])
        let octets = ICalendarObject(calendar: calendar).serialised()
        return octets.split(separator: 10).map { Array($0.dropLast()) }.dropFirst().dropLast().map(\.self)
    }

    @Test func `RFC 5545 §3.1 a line of 75 octets is not folded and one of 76 is`() {
        #expect(lines(of: String(repeating: "a", count: 73)).map(\.count) == [75])
        #expect(lines(of: String(repeating: "a", count: 74)).map(\.count) == [75, 2])
        #expect(lines(of: String(repeating: "a", count: 74 + 74)).map(\.count) == [75, 75, 2])
    }

    @Test(arguments: ["é", "語", "🎉"])
    func `RFC 5545 §3.1 folds do not cut a UTF-8 sequence`(scalar: String) throws {
        for offset in 0..<4 {
            let value = String(repeating: "a", count: offset) + String(repeating: scalar, count: 100)
            let folded = lines(of: value)
            #expect(folded.allSatisfy { $0.count <= 75 && String(validating: $0, as: UTF8.self) != nil })
            let unfolded = folded[0] + folded.dropFirst().flatMap { $0.dropFirst() }
            #expect(text(unfolded) == "X:" + value)
        }
    }
}
