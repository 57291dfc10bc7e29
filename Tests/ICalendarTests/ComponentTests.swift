import ICalendar
import Testing

@Suite("Component")
struct ComponentTests {
    private func event(_ lines: String) throws -> Component {
        let object = try ICalendarObject(parsing: Sample.event(lines))
        return try #require(object.calendar.components.first)
    }

    private func names(_ component: Component) -> [String] {
        component.contents.map { content in
            switch content {
            case .property(let property): "\(property.name):\(property.value)"
            case .component(let component): component.name
            }
        }
    }

    @Test func `order of properties and components is kept`() throws {
        let event = try event("B:1\nBEGIN:VALARM\nEND:VALARM\nA:2")
        #expect(names(event).suffix(3) == ["B:1", "VALARM", "A:2"])
        #expect(event.line == 4)
        #expect(event.first("a")?.line == 11)
    }

    @Test func `RFC 5545 §3.6 a new property goes before the components`() throws {
        var event = try event("B:1\nBEGIN:VALARM\nEND:VALARM")
        event.append(Property(name: "A", value: "2"))
        #expect(names(event).suffix(3) == ["B:1", "A:2", "VALARM"])
    }

    @Test func `a new property goes behind its namesakes`() throws {
        var event = try event("attach:1\nATTACH:2\nB:3")
        event.append(Property(name: "ATTACH", value: "4"))
        #expect(names(event).suffix(4) == ["attach:1", "ATTACH:2", "ATTACH:4", "B:3"])
    }

    @Test func `a property goes first into an empty component and into one with components only`() {
        var empty = Component(name: "VEVENT")
        empty.append(Property(name: "A", value: "1"))
        #expect(names(empty) == ["A:1"])
        var parent = Component(name: "VEVENT", contents: [.component(Component(name: "VALARM"))])
        parent.append(Property(name: "A", value: "1"))
        #expect(names(parent) == ["A:1", "VALARM"])
    }

    @Test func `setting a property keeps its place and removes repetitions`() throws {
        var event = try event("A:1\nB:2\na:3\nC:4")
        event.setProperty(Property(name: "A", value: "9"))
        #expect(names(event).suffix(3) == ["A:9", "B:2", "C:4"])
        event.setProperty(Property(name: "D", value: "5"))
        #expect(names(event).suffix(2) == ["C:4", "D:5"])
    }

    @Test func `visited properties are changed, kept or removed`() throws {
        var event = try event("A:1\nB:2\nA:3\nA:4")
        event.updateProperties(named: "a") { property in
            if property.value == "3" { return .remove }
            property.value += "!"
            return .keep
        }
        #expect(names(event).suffix(3) == ["A:1!", "B:2", "A:4!"])
    }

    @Test func `a visit that throws leaves the component unchanged`() throws {
        struct Stop: Error {}
        var event = try event("A:1\nA:2")
        let before = names(event)
        #expect(throws: Stop.self) {
            try event.updateProperties(named: "A") { property in
                guard property.value == "1" else { throw Stop() }
                property.value = "9"
                return .keep
            }
        }
        #expect(names(event) == before)
    }

    @Test func `removing takes only the namesakes that the condition holds for`() throws {
        var event = try event("A:1\nB:1\nA:2")
        event.removeProperties(named: "A") { $0.value == "1" }
        #expect(names(event).suffix(2) == ["B:1", "A:2"])
    }

    @Test func `a component that is visited keeps what was done to it when the visit throws, and all that it had`()
        throws
    {
        struct Stop: Error {}
        var calendar = try ICalendarObject(parsing: Sample.event("A:1\nBEGIN:VALARM\nEND:VALARM")).calendar
        let before = try #require(calendar.components.first).contents.count
        #expect(throws: Stop.self) {
            try calendar.updateComponents { (component: inout Component) throws(Stop) in
                component.append(Property(name: "B", value: "2"))
                throw Stop()
            }
        }
        let event = try #require(calendar.components.first)
        #expect(event.name == "VEVENT")
        #expect(event.contents.count == before + 1)
        #expect(event.first("B")?.value == "2")
    }

    @Test func `RFC 5545 §2 names compare to their last octet, without regard to case, however long they are`() throws {
        let names = [
            "X", "X-", "X-ABCDE", "X-ABCDEF", "X-ABCDEFG", "X-ABCDEFGHIJKLMN", "X-ABCDEFGHIJKLMNO", "X-ABCDEFGHIJKLMNP",
        ]
        let event = try event(names.map { "\($0):\($0.count)\($0.suffix(1))" }.joined(separator: "\n"))
        for name in names {
            #expect(event.first(name.lowercased())?.value == "\(name.count)\(name.suffix(1))")
            #expect(event.properties(named: name).count == 1)
            #expect(event.has(name.lowercased()))
        }
        #expect(!event.has("X-ABCDEFGHIJKLMNQ"))
        #expect(!event.has(""))
        #expect(event.properties(named: "X-ABCDEFGHIJKLMN\u{0}").isEmpty)
    }
}
