import CalDAV
import NIOHTTP1
import WebDAV

// From the principal to the calendars, and what they promise.

extension Examination {
    /// Finds the calendar home of a principal with its calendars.
    ///
    /// - Throws: ``DeadEnd``.
    mutating func findHome(of principal: WebAddress) async throws(DeadEnd) -> FoundHome {
        let answer = try await answer(to: propfind(principal, [CalendarProperty.calendarHomeSet]))
        guard let reading = PropertyReading.list(answer)?.first,
            let href = reading.href(in: CalendarProperty.calendarHomeSet), let address = principal.resolving(href)
        else { try fail("\(principal.target) does not say where the calendars are: \(answer.summary).") }
        step = .home
        return try await readHome(at: address)
    }

    private mutating func readHome(at address: WebAddress) async throws(DeadEnd) -> FoundHome {
        let names = [
            DAVProperty.resourceType, CalendarProperty.supportedCalendarComponentSet,
            CalendarProperty.managedAttachmentsServerURL,
        ]
        let answer = try await answer(to: propfind(address, names, depth: "1"))
        guard let readings = PropertyReading.list(answer) else {
            try fail("The calendar home \(address.target) answers PROPFIND with \(answer.summary).")
        }
        let calendars = readings.filter(\.takesEvents).compactMap { address.resolving($0.href) }
        let own = readings.first { address.resolving($0.href)?.target == address.target }
        let server = AttachmentServer(own?[CalendarProperty.managedAttachmentsServerURL])
        client.gate.open(to: server)
        if calendars.isEmpty {
            record(.warning, "The calendar home \(address.target) has no calendar for events.")
        } else {
            let count = calendars.count == 1 ? "one calendar" : "\(calendars.count) calendars"
            record(.ok, "The calendar home \(address.target) has \(count) for events.")
        }
        return FoundHome(address: address, calendars: calendars, server: server)
    }

    /// Compares what places say about the service: clients ask in different ones.
    ///
    /// - Returns: Whether every place says all.
    /// - Throws: ``DeadEnd``.
    mutating func examineCapabilities(at places: [WebAddress]) async throws(DeadEnd) -> Bool {
        step = .capabilities
        var areComplete = true
        for place in places {
            let answer = try await answer(to: DoctorCall(.OPTIONS, place))
            let tokens = (answer.field("DAV") ?? "").split(separator: ",").map { token in
                String(token.drop { $0 == " " }.prefix { $0 != " " })
            }
            let missing = Self.expectedCapabilities.filter { !tokens.contains($0.rawValue) }.map(\.rawValue)
            if !missing.isEmpty { areComplete = false }
            recordMissing(missing, of: tokens, at: place)
        }
        return areComplete
    }

    private mutating func recordMissing(_ missing: [String], of tokens: [String], at place: WebAddress) {
        guard !tokens.isEmpty else {
            record(
                .failure,
                "OPTIONS of \(place.target) has no DAV field: clients take the service for one without calendars.",
                advice: "A proxy seems to answer OPTIONS itself, as for CORS. Let it pass."
            )
            return
        }
        guard !missing.isEmpty else { return }
        let areFilesMissing = missing.contains(DAVCapability.calendarManagedAttachments.rawValue)
        record(
            areFilesMissing || missing.contains(DAVCapability.calendarAccess.rawValue) ? .failure : .warning,
            "DAV of \(place.target) lacks \(missing.listed)"
                + (areFilesMissing ? ": clients that ask there do not offer files." : "."),
            advice: "Look whether a proxy changes or shortens the DAV field."
        )
    }

    /// What clients look for before they offer files.
    private static let expectedCapabilities: [DAVCapability] = [
        .class1, .class3, .accessControl, .calendarAccess, .calendarManagedAttachments,
    ]

    /// Tells the limits of a calendar (RFC 8607 §6.2 and §6.3).
    ///
    /// - Throws: ``DeadEnd``.
    mutating func examineLimits(of calendar: WebAddress) async throws(DeadEnd) {
        step = .limits
        let names = [CalendarProperty.maxAttachmentSize, CalendarProperty.maxAttachmentsPerResource]
        let answer = try await answer(to: propfind(calendar, names))
        guard let reading = PropertyReading.list(answer)?.first else {
            record(
                .failure,
                "The calendar \(calendar.target) answers PROPFIND with \(answer.summary): clients do not learn what it "
                    + "takes.",
                advice: Self.proxyAdvice
            )
            return
        }
        recordLimits(names, of: calendar, reading)
    }

    /// A limit that is not told is none, by the standard; a service that has one should tell it all the same.
    private mutating func recordLimits(_ names: [XMLName], of calendar: WebAddress, _ reading: PropertyReading) {
        let values = names.map { reading[$0]?.trimmedText }
        let numbers = values.map { $0.flatMap { Int($0) } }
        for case (let name, let value?) in zip(names, values) where Int(value) == nil {
            record(.warning, "\(name.local) of \(calendar.target) is no number: \(value).")
        }
        let absent = zip(names, values).filter { $0.1 == nil }.map(\.0.local)
        if !absent.isEmpty {
            record(
                .note,
                "\(calendar.target) does not say \(absent.listed): clients find a limit only when they meet it.",
                advice: "Look whether a proxy changes the answers to PROPFIND."
            )
        }
        guard let size = numbers[0], let count = numbers[1] else { return }
        record(.ok, "An event may have up to \(count) files, of up to \(Self.size(size)) each.")
    }
}

extension Examination {
    /// A number of octets in the largest unit that it fills.
    private static func size(_ octets: Int) -> String {
        switch octets {
        case (1 << 20)...: "\(octets >> 20) MiB"
        case (1 << 10)...: "\(octets >> 10) KiB"
        default: "\(octets) octets"
        }
    }
}

extension PropertyReading {
    /// Whether the resource is a calendar that takes events; one that does not say takes all (RFC 4791 §5.2.3).
    fileprivate var takesEvents: Bool {
        guard self[DAVProperty.resourceType]?.first(CalendarElement.calendar) != nil else { return false }
        guard let components = self[CalendarProperty.supportedCalendarComponentSet] else { return true }
        return components.all(CalendarElement.comp).contains { $0.attribute("name") == "VEVENT" }
    }
}
