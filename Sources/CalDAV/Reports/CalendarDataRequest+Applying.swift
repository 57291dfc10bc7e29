package import ICalendar
package import Recurrence

extension CalendarDataRequest {
    /// Returns what is asked for of a calendar object resource: recurrences and busy times first, then parts.
    ///
    /// - Parameters:
    ///   - resource: The resource.
    ///   - floating: The zone of dates and floating times (RFC 4791 §7.3).
    ///   - budget: What one question to its recurrence set may cost.
    /// - Returns: The object; of what is asked for as stored, every line as it came.
    /// - Throws: `RecurrenceError` where a value or a rule is malformed or not supported, or the budget is exceeded.
    package func applied(
        to resource: CalendarObjectResource,
        floating: FloatingZone = .utc,
        budget: RecurrenceBudget = .standard
    ) throws(RecurrenceError) -> ICalendarObject {
        var object = resource.object
        switch recurrence {
        case .expanded(let range):
            let expansion = try RecurrenceExpansion(of: resource, floating: floating, budget: budget)
            object.calendar = try expansion.calendar(in: range)
        case .limited(let range):
            let limitation = try RecurrenceLimitation(of: resource, floating: floating, budget: budget)
            object.calendar = try limitation.calendar(in: range)
        case nil: break
        }
        if let freeBusyLimit { object.calendar.limitFreeBusy(to: freeBusyLimit) }
        return selected(from: object)
    }
}

extension Component {
    /// Removes the values of FREEBUSY that do not overlap a range (RFC 4791 §9.6.7).
    ///
    /// "The server MUST use the same logic as defined for CALDAV:time-range to determine if a FREEBUSY property value
    /// intersects the specified time range."
    fileprivate mutating func limitFreeBusy(to range: TimeRange) {
        updateComponents { component in
            guard component.isNamed("VFREEBUSY") else { return }
            component.updateProperties(named: "FREEBUSY") { property in
                let all = property.value.split(separator: ",")
                let kept = all.filter { FreeBusyPeriod(parsing: $0).map { range.overlaps(period: $0.range) } ?? false }
                if kept.count < all.count { property.value = kept.joined(separator: ",") }
                return kept.isEmpty ? .remove : .keep
            }
        }
    }
}
