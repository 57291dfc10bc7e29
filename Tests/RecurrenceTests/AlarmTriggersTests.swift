import ICalendar
import RandomTesting
import Recurrence
import Testing

@Suite("Alarms")
struct AlarmTriggersTests {
    private func times(_ alarm: [String], event: [String]) throws -> [String] {
        let lines = event + ["BEGIN:VALARM", "ACTION:DISPLAY"] + alarm + ["END:VALARM"]
        let set = try RecurrenceSet(of: Fixture.resource(lines))
        var iterator = set.makeIterator()
        let next = try iterator.next()
        let instance = try #require(next)
        let component = try #require(instance.component.components.first)
        let parsed = try AlarmTriggers(of: component)
        let triggers = try #require(parsed)
        return triggers.times(for: instance, in: set.resolver).map(\.description)
    }

    private static let event = ["DTSTART:20240101T090000Z", "DTEND:20240101T100000Z"]

    @Test(arguments: [
        (["TRIGGER:-PT15M"], ["20240101T084500Z"]), (["TRIGGER;RELATED=START:PT0S"], ["20240101T090000Z"]),
        (["TRIGGER;RELATED=END:PT5M"], ["20240101T100500Z"]), (["TRIGGER:-P1W"], ["20231225T090000Z"]),
        (["TRIGGER;VALUE=DATE-TIME:19970317T133000Z"], ["19970317T133000Z"]),
        (
            ["TRIGGER:-PT30M", "REPEAT:2", "DURATION:PT10M"],
            ["20240101T083000Z", "20240101T084000Z", "20240101T085000Z"]
        ),
        (["TRIGGER:-PT30M", "REPEAT:2"], ["20240101T083000Z"]),
    ])
    func `RFC 5545 §3.8.6.3 a trigger is relative to the start or the end, or absolute`(
        alarm: [String],
        expected: [String]
    ) throws {
        #expect(try times(alarm, event: Self.event) == expected)
    }

    @Test func `RFC 5545 §3.3.6 a day before goes by the calendar`() throws {
        let event = ["DTSTART;TZID=America/New_York:20240310T120000"]
        #expect(try times(["TRIGGER:-P1D"], event: event) == ["20240309T170000Z"])
        #expect(try times(["TRIGGER:-PT24H"], event: event) == ["20240309T160000Z"])
    }

    @Test func `a large REPEAT costs no more than a thousand`() throws {
        let alarm = ["TRIGGER:PT0S", "REPEAT:999999999", "DURATION:PT1S"]
        #expect(try times(alarm, event: Self.event).count == AlarmTriggers.maximumRepetitions + 1)
    }

    @Test(arguments: [
        (["TRIGGER:-PT30M", "REPEAT:2", "DURATION:PT10M"], "20240101T083000Z", "20240101T085000Z"),
        (["TRIGGER:-PT30M", "REPEAT:2", "DURATION:-PT10M"], "20240101T081000Z", "20240101T083000Z"),
        (["TRIGGER:-PT30M"], "20240101T083000Z", "20240101T083000Z"),
    ])
    func `the bounds of an alarm are its first and its last time`(
        lines: [String],
        first: String,
        last: String
    ) throws {
        let alarm = ["BEGIN:VALARM", "ACTION:DISPLAY"] + lines + ["END:VALARM"]
        let set = try RecurrenceSet(of: Fixture.resource(Self.event + alarm))
        var iterator = set.makeIterator()
        let next = try iterator.next()
        let instance = try #require(next)
        let component = try #require(instance.component.components.first)
        let parsed = try AlarmTriggers(of: component)
        let bounds = try #require(parsed).bounds(for: instance, in: set.resolver)
        #expect(bounds.lowerBound.description == first)
        #expect(bounds.upperBound.description == last)
    }

    @Test func `an alarm goes off in a range where one of its times is in it`() throws {
        var random = SeededGenerator(seed: 5_545)
        for _ in 0..<500 {
            let interval = Int.random(in: -40...40, using: &random)
            let count = Int.random(in: 0...6, using: &random)
            let duration = interval < 0 ? "-PT\(-interval)S" : "PT\(interval)S"
            let (alarm, instance, set) = try repeated(["TRIGGER:PT0S", "REPEAT:\(count)", "DURATION:\(duration)"])
            let lower = instance.utcStart.adding(seconds: .random(in: -300...300, using: &random))
            let range = lower..<lower.adding(seconds: .random(in: 0...60, using: &random))
            let expected = alarm.times(for: instance, in: set.resolver).contains(where: range.contains)
            #expect(alarm.goesOff(in: range, for: instance, in: set.resolver) == expected, "\(duration) \(range)")
            #expect(!alarm.goesOffWithoutInstance(in: range, in: set.resolver))
        }
    }

    @Test func `an absolute alarm goes off whatever the instance`() throws {
        let trigger = "TRIGGER;VALUE=DATE-TIME:20240501T000000Z"
        let (alarm, _, set) = try repeated([trigger, "REPEAT:1000", "DURATION:PT1H"])
        let first = try #require(UTCTime(parsing: "20240501T000000Z"))
        func goesOff(_ hours: Int) -> Bool {
            let lower = first.adding(seconds: hours * 3_600)
            return alarm.goesOffWithoutInstance(in: lower..<lower.adding(seconds: 1), in: set.resolver)
        }
        #expect([-1, 0, 1, 999, 1_000, 1_001].map(goesOff) == [false, true, true, true, true, false])
    }

    private func repeated(_ lines: [String]) throws -> (AlarmTriggers, Instance, RecurrenceSet) {
        let alarm = ["BEGIN:VALARM", "ACTION:DISPLAY"] + lines + ["END:VALARM"]
        let set = try RecurrenceSet(of: Fixture.resource(Self.event + alarm))
        var iterator = set.makeIterator()
        let next = try iterator.next()
        let instance = try #require(next)
        let component = try #require(instance.component.components.first)
        let parsed = try AlarmTriggers(of: component)
        return (try #require(parsed), instance, set)
    }

    @Test func `an absolute alarm has bounds without an instance, a relative one has none`() throws {
        let set = try RecurrenceSet(of: Fixture.resource(Self.event))
        let alarm = Component(
            name: "VALARM",
            contents: [
                .property(Property(name: "TRIGGER", value: "20240101T100000Z")),
                .property(Property(name: "REPEAT", value: "4")),
                .property(Property(name: "DURATION", value: "PT15M")),
            ]
        )
        let absolute = try AlarmTriggers(of: alarm)
        let bounds = try #require(absolute?.absoluteBounds(in: set.resolver))
        #expect(bounds.lowerBound.description == "20240101T100000Z")
        #expect(bounds.upperBound.description == "20240101T110000Z")
        let trigger = Component.Content.property(Property(name: "TRIGGER", value: "-PT15M"))
        let relative = try AlarmTriggers(of: Component(name: "VALARM", contents: [trigger]))
        #expect(relative?.absoluteBounds(in: set.resolver) == nil)
    }

    @Test(arguments: [
        (["TRIGGER:soon"], "TRIGGER"), (["TRIGGER:PT0S", "REPEAT:x", "DURATION:PT1S"], "REPEAT"),
        (["TRIGGER:PT0S", "REPEAT:1", "DURATION:x"], "DURATION"),
    ])
    func `a malformed alarm is refused`(alarm: [String], property: String) throws {
        #expect {
            try times(alarm, event: Self.event)
        } throws: { error in
            guard case RecurrenceError.invalidValue(property, _)? = error as? RecurrenceError else { return false }
            return true
        }
    }

    @Test func `the reach of an alarm has all of its times in it`() throws {
        let alarm = Component(
            name: "VALARM",
            contents: [
                .property(Property(name: "TRIGGER", value: "-PT30M")), .property(Property(name: "REPEAT", value: "4")),
                .property(Property(name: "DURATION", value: "PT15M")),
            ]
        )
        let triggers = try AlarmTriggers(of: alarm)
        let reach = try #require(triggers?.reach)
        #expect(reach == -1_800 - 86_400...1_800 + 86_400)
        let none = try AlarmTriggers(of: Component(name: "VALARM"))
        #expect(none == nil)
    }
}
