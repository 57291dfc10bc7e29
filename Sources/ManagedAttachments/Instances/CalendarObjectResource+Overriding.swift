import ICalendar
import Recurrence

extension CalendarObjectResource {
    /// Returns the resource with a component for each selected instance.
    ///
    /// RFC 8607 §3.4: "If a specified recurrence instance does not have a matching component in the calendar object
    /// resource, then the server MUST modify the calendar object resource to include an overridden component with the
    /// appropriate "RECURRENCE-ID" property included"; §3.6 has the same. What was there stays octet for octet.
    ///
    /// - Parameters:
    ///   - instances: The instances.
    ///   - maximumSize: The octets that the new components may have together.
    /// - Returns: The resource; new components are the last, in the order of rid.
    /// - Throws: `validRID` for an item that names no instance, or whose search costs too much; `maxResourceSize`.
    func overriding(
        _ instances: InstanceSelection,
        maximumSize: Int
    ) throws(ManagedAttachmentViolation) -> CalendarObjectResource {
        let missing = try missingComponents(of: instances)
        guard !missing.isEmpty else { return self }
        var allowance = OverrideAllowance(maximumResourceSize: maximumSize)
        var lookup = try InstanceLookup(self)
        var extended = object
        for item in missing {
            let override = try lookup?.override(named: item)
            guard let override else { throw .validRID(.unknown(item)) }
            try allowance.take(override)
            extended.calendar.append(override)
        }
        // The end of an instance may lie after the year 9999, which no value can say.
        guard let resource = try? CalendarObjectResource(validating: extended) else {
            throw .validRID(.unknown(missing[0]))
        }
        return resource
    }

    /// Lists the items of rid that no component corresponds to.
    ///
    /// - Throws: `validRID` for "M" in a resource that has overrides only.
    private func missingComponents(of instances: InstanceSelection) throws(ManagedAttachmentViolation) -> [String] {
        guard case .only(let references) = instances else { return [] }
        let stored = Set(self.instances.map(InstanceSelection.InstanceReference.init(of:)))
        var missing: [String] = []
        for reference in references where !stored.contains(reference) {
            guard case .recurrenceID(let item) = reference else { throw .validRID(.unknown("M")) }
            missing.append(item)
        }
        return missing
    }
}

extension InstanceLookup {
    /// Makes the component of the instance that an item of rid names, or returns nil where there is none.
    fileprivate mutating func override(named item: String) throws(ManagedAttachmentViolation) -> Component? {
        guard let instance = try instance(named: item) else { return nil }
        return InstanceOverride(of: instance, in: self).component
    }
}
