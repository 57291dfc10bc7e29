/// A calendar object resource (RFC 4791 §4.1): all components of one UID, validated.
package struct CalendarObjectResource: Sendable {
    /// The iCalendar object.
    package private(set) var object: ICalendarObject
    /// The UID that all components share.
    package let uid: String
    /// The type that all components but VTIMEZONE share.
    package let componentType: ComponentType

    /// Validates an object.
    ///
    /// - Parameter object: The object.
    /// - Throws: The first rule of RFC 5545 §3.6 or RFC 4791 §4.1 that the object breaks.
    package init(validating object: ICalendarObject) throws(CalendarObjectError) {
        let validated = try CalendarObjectValidator(object.calendar).validate()
        self.object = object
        self.uid = validated.uid
        self.componentType = validated.type
    }

    /// Parses and validates a stream.
    ///
    /// - Parameters:
    ///   - octets: The stream.
    ///   - limits: What is accepted at most.
    /// - Throws: The first fault, in the terms of RFC 4791 §5.3.2.1.
    package init(parsing octets: [UInt8], limits: ICalendarLimits = .standard) throws(CalendarObjectError) {
        let object: ICalendarObject
        do {
            object = try ICalendarObject(parsing: octets, limits: limits)
        } catch {
            guard case .tooManyOctets(let limit) = error.reason else { throw .invalidCalendarData(error) }
            throw .tooLarge(limit: limit)
        }
        try self.init(validating: object)
    }

    /// Returns the octets to store and to send.
    package func serialised() -> [UInt8] {
        object.serialised()
    }

    /// The components of the resource in their order, VTIMEZONE left out.
    package var instances: [Component] {
        object.calendar.instances
    }

    /// The component without RECURRENCE-ID, if there is one.
    package var master: Component? {
        instances.first { !$0.has("RECURRENCE-ID") }
    }

    /// The components with a RECURRENCE-ID in their order.
    package var overrides: [Component] {
        instances.filter { $0.has("RECURRENCE-ID") }
    }

    /// Visits the components of the resource in their order to change each in place; VTIMEZONE is not visited.
    ///
    /// - Parameter body: Changes a component; it must leave UID and RECURRENCE-ID alone.
    /// - Throws: What `body` throws; components visited before are then changed.
    package mutating func updateInstances<Failure: Error>(
        _ body: (inout Component) throws(Failure) -> Void
    ) throws(Failure) {
        try object.calendar.updateComponents { (component: inout Component) throws(Failure) in
            guard !component.isNamed("VTIMEZONE") else { return }
            try body(&component)
        }
    }
}

extension Component {
    /// The components directly inside this one, in their order, VTIMEZONE left out.
    var instances: [Component] {
        var instances: [Component] = []
        for case .component(let component) in contents where !component.isNamed("VTIMEZONE") {
            instances.append(component)
        }
        return instances
    }
}
