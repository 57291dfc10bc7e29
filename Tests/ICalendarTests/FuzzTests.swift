import ICalendar
import RandomTesting
import Testing

@Suite("Fuzz")
struct FuzzTests {
    private static let spices: [[UInt8]] = [
        [10], [13], [13, 10], [13, 10, 32], [10, 9], [32], [34], [44], [58], [59], [61], [94], [92], [0], [0x7F],
        [0xC3],
        [0xEF, 0xBF, 0xBF], Array("BEGIN:VEVENT\r\n".utf8), Array("END:VEVENT\r\n".utf8), Array("END:VCALENDAR".utf8),
    ]

    private func mutate(_ octets: [UInt8], with generator: inout SeededGenerator) -> [UInt8] {
        var result = octets
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let place = Int.random(in: 0...result.count, using: &generator)
            let end = min(result.count, place + Int.random(in: 0...12, using: &generator))
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: result.removeSubrange(place..<end)
            case 1: result.insert(contentsOf: Self.spices.randomElement(using: &generator) ?? [], at: place)
            case 2:
                result.insert(contentsOf: result[place..<end], at: Int.random(in: 0...result.count, using: &generator))
            default: result.insert(UInt8.random(in: 0...255, using: &generator), at: place)
            }
        }
        return result
    }

    @Test(arguments: Fixture.all)
    func `mutated streams are refused or come back byte for byte`(fixture: Fixture) throws {
        let original = try fixture.octets()
        for seed in 0..<UInt64(TestRounds.count(1_500)) {
            var generator = SeededGenerator(seed: seed)
            let octets = mutate(original, with: &generator)
            do throws(ICalendarError) {
                let object = try ICalendarObject(parsing: octets)
                #expect(object.serialised() == octets, "seed \(seed)")
            } catch {
                let count = octets.count { $0 == 10 } + 1
                #expect((1...count).contains(error.line), "seed \(seed)")
            }
        }
    }

    @Test(arguments: Fixture.all)
    func `what is accepted and written anew reads as the same tree`(fixture: Fixture) throws {
        let original = try fixture.octets()
        for seed in 0..<UInt64(TestRounds.count(300)) {
            var generator = SeededGenerator(seed: seed)
            guard let object = try? ICalendarObject(parsing: mutate(original, with: &generator)) else { continue }
            let rewritten = ICalendarObject(calendar: copy(object.calendar)).serialised()
            let again = try ICalendarObject(parsing: rewritten)
            #expect(outline(again.calendar) == outline(object.calendar), "seed \(seed)")
        }
    }

    /// Makes the same tree without the octets that it was parsed from.
    private func copy(_ component: Component) -> Component {
        Component(
            name: component.name,
            contents: component.contents.map { content in
                switch content {
                case .component(let inner): .component(copy(inner))
                case .property(let property):
                    .property(Property(name: property.name, parameters: property.parameters, value: property.value))
                }
            }
        )
    }

    private func outline(_ component: Component) -> [String] {
        let inner = component.contents.flatMap { content in
            switch content {
            case .component(let component): outline(component)
            case .property(let property): ["\(property.name) \(property.parameters) \(property.value)"]
            }
        }
        return ["<\(component.name)"] + inner + [">"]
    }
}
