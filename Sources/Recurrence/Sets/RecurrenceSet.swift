package import ICalendar

/// The instances of a calendar object resource (RFC 5545 §3.8.5): its master's rules, RDATE and EXDATE, and overrides.
///
/// What RFC 5545 leaves open is decided so: DTSTART is the first instance even if the rule does not admit it, and COUNT
/// counts it. An override is an instance even if the rules do not have its RECURRENCE-ID, or EXDATE excludes it: an
/// attendee may be invited to one instance only.
package struct RecurrenceSet: Sendable {
    /// The time zones of the object.
    package let resolver: TimeZoneResolver
    /// What the master says, or nil without a master that has a time.
    let series: RecurrenceSeries?
    /// The overrides, in the order of the series.
    let overrides: [RecurrenceOverride]
    /// The instants that overrides replace.
    let overridden: Set<UTCTime>
    /// The overrides of an instance and all that follow, in the order of the series.
    let futures: [RecurrenceOverride]

    /// Reads the times of a resource.
    ///
    /// - Parameters:
    ///   - resource: The resource.
    ///   - floating: The zone of dates and floating times.
    /// - Throws: A value or a rule is malformed or not supported.
    package init(of resource: CalendarObjectResource, floating: FloatingZone = .utc) throws(RecurrenceError) {
        let resolver = TimeZoneResolver(calendar: resource.object.calendar, floating: floating)
        let sources = resource.instances.enumerated().map { InstanceSource($1, place: $0) }
        var series: RecurrenceSeries?
        if let master = sources.first(where: { $0.component.first("RECURRENCE-ID") == nil }) {
            series = try RecurrenceSeries(master, in: resolver)
        }
        var overrides: [RecurrenceOverride] = []
        for source in sources {
            guard let property = source.component.first("RECURRENCE-ID") else { continue }
            overrides.append(
                try RecurrenceOverride(
                    source,
                    property: property,
                    anchor: series?.start.civil ?? .earliest,
                    seriesClock: series?.clock ?? .utc,
                    resolver: resolver
                )
            )
        }
        self.resolver = resolver
        self.series = series
        self.overrides = overrides.sorted { $0.member.civil < $1.member.civil }
        overridden = Set(overrides.map(\.member.utc))
        futures = self.overrides.filter(\.hasFuture)
    }

    /// Whether the resource may have more than one instance, or is part of a series that does.
    package var isRecurring: Bool {
        guard let series else { return !overrides.isEmpty }
        return !series.rules.isEmpty || series.additions.count > 1 || !overrides.isEmpty
    }

    /// Whether the instances have no end: a rule has neither COUNT nor UNTIL.
    package var isUnbounded: Bool {
        series?.rules.contains { $0.isUnbounded } ?? false
    }
}
