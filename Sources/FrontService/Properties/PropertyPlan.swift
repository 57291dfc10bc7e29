import CalDAV
import CalendarStore
import HTTPTypes
import ICalendar
import WebDAV

/// What the instructions of a PROPPATCH, a MKCALENDAR, or a MKCOL make of the properties of one resource.
///
/// It reads and writes nothing: a caller stores what it says, all or nothing.
struct PropertyPlan: Sendable {
    /// The resource whose properties are set.
    enum Subject: Sendable {
        /// A calendar that is being made.
        case newCalendar
        /// A calendar, an inbox, or an outbox, with the properties that it has.
        case calendar(CalendarProperties)
        /// A calendar object resource.
        case object
        /// A calendar home or a principal, whose names are not set by WebDAV.
        case named
    }

    /// What comes of one instruction.
    struct Outcome: Sendable {
        /// The property.
        let name: XMLName
        /// Why it cannot be set, or nil where it can.
        let error: WebDAVError?
    }

    /// The live properties of the calendar, where the resource is one.
    private(set) var calendar: CalendarProperties?

    /// The types of component of a new calendar, where the request names them.
    private(set) var components: [String]?

    /// The changes of the properties that clients keep.
    private(set) var dead: [DeadPropertyChange] = []

    /// What comes of each instruction, in their order.
    private(set) var outcomes: [Outcome] = []

    /// The properties that are set, and not removed.
    private(set) var setNames: Set<XMLName> = []

    private let subject: Subject

    /// How many properties one request may set and remove, since the transaction that does it holds up all others.
    static let maximumInstructions = 1_000

    /// Checks how many properties a request sets and removes.
    ///
    /// - Throws: `WebDAVError` 413 for more than ``maximumInstructions``.
    static func check(numberOfInstructions count: Int) throws(WebDAVError) {
        guard count <= maximumInstructions else {
            throw WebDAVError(
                .contentTooLarge,
                "The request sets and removes more than \(maximumInstructions) properties."
            )
        }
    }

    /// Plans the instructions in the order of the document.
    ///
    /// RFC 4918 §9.2: "Servers MUST process PROPPATCH instructions in document order (an exception to the normal rule
    /// that ordering is irrelevant)."
    init(_ instructions: [PropertyUpdate.Instruction], of subject: Subject) {
        self.subject = subject
        switch subject {
        case .newCalendar: calendar = CalendarProperties()
        case .calendar(let properties): calendar = properties
        case .object, .named: calendar = nil
        }
        for instruction in instructions {
            if case .set(let element) = instruction { setNames.insert(element.name) }
            let error = perform(instruction)
            outcomes.append(Outcome(name: instruction.name, error: error))
        }
    }

    /// Whether an instruction cannot be carried out, and hence none may be.
    var hasFailed: Bool { outcomes.contains { $0.error != nil } }

    private mutating func perform(_ instruction: PropertyUpdate.Instruction) -> WebDAVError? {
        do {
            try plan(instruction)
            return nil
        } catch {
            return error
        }
    }

    private mutating func plan(_ instruction: PropertyUpdate.Instruction) throws(WebDAVError) {
        guard !isProtected(instruction.name) else { throw Self.protected(instruction.name) }
        guard calendar != nil, let setting = try CalendarPropertySetting(instruction) else {
            dead.append(DeadPropertyChange(instruction))
            return
        }
        try set(setting, by: instruction)
    }

    private mutating func set(
        _ setting: CalendarPropertySetting,
        by instruction: PropertyUpdate.Instruction
    ) throws(WebDAVError) {
        var language: String?
        if case .set(let element) = instruction {
            language = element.language
            guard element.text.utf8.count <= CalendarProperties.maximumTextSize(of: setting) else {
                throw .inappropriateValue(of: element.name)
            }
        }
        if case .supportedComponents(let names) = setting {
            components = try Self.known(names)
        } else {
            calendar?.apply(setting, language: language)
        }
    }

    private func isProtected(_ name: XMLName) -> Bool {
        switch subject {
        // RFC 4791 §5.2.3: the property is protected, but for the request that makes the calendar.
        case .newCalendar where name == CalendarProperty.supportedCalendarComponentSet: false
        case .named where name == DAVProperty.displayName: true
        case .newCalendar, .calendar, .object, .named: PropertyCatalogue.protected.contains(name)
        }
    }

    /// Returns the types that a calendar is to take, each once, where all are types of calendar object resources.
    private static func known(_ names: [String]) throws(WebDAVError) -> [String] {
        var distinct: [String] = []
        for name in names where !distinct.contains(name) {
            guard NewCalendar.everyComponent.contains(name) else {
                throw .inappropriateValue(of: CalendarProperty.supportedCalendarComponentSet)
            }
            distinct.append(name)
        }
        return distinct
    }

    private static func protected(_ name: XMLName) -> WebDAVError {
        WebDAVError(
            .cannotModifyProtectedProperty,
            "The property \(name.local.prefix(40)) cannot be set."
        )
    }
}

extension NewCalendar {
    /// The types of component of a calendar that is made without naming any (RFC 4791 §5.2.3).
    static let everyComponent = [ComponentType.event, .todo, .journal, .freeBusy].map(\.name)
}
