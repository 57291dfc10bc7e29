import NIOHTTP1
import WebDAV

// From the calendars to a file of an event.

extension Examination {
    /// How many calendars are searched for an event with a file.
    private static let searchedCalendars = 20

    /// Looks for a file, or makes one for the time of the walk, and has every kind of client fetch it.
    ///
    /// - Throws: ``DeadEnd`` where there is no file to fetch.
    mutating func examineFiles(in home: FoundHome) async throws(DeadEnd) {
        guard !visit.writes else {
            try await withTrial(in: home)
            return
        }
        guard let event = try await eventWithFile(in: home) else {
            record(
                .warning,
                "No event of \(visit.user) has a file, so that fetching one was not tried.",
                advice: "Let this tool make a calendar of its own with --write, which it removes again."
            )
            return
        }
        try await examineEvent(at: event, in: home, file: nil)
    }

    private mutating func eventWithFile(in home: FoundHome) async throws(DeadEnd) -> WebAddress? {
        step = .event
        for calendar in home.calendars.prefix(Self.searchedCalendars) {
            let query = DoctorCall(.REPORT, calendar).with("Depth", "1")
                .sending(RequestBody.eventsWithFiles(), as: RequestBody.mediaType)
            let answer = try await answer(to: query)
            guard let found = PropertyReading.list(answer) else {
                try fail(
                    "\(calendar.target) answers a calendar-query with \(answer.summary).",
                    advice: Self.proxyAdvice
                )
            }
            if let event = found.first.flatMap({ calendar.resolving($0.href) }) {
                record(.ok, "The event \(event.target) has a file.")
                return event
            }
        }
        return nil
    }

    /// Reads an event, and has every kind of client fetch one of its files.
    ///
    /// - Parameters:
    ///   - event: The event.
    ///   - home: The home that it is in.
    ///   - managedID: The managed ID of the file; the first one for nil.
    /// - Throws: ``DeadEnd`` where no file can be fetched at all.
    mutating func examineEvent(
        at event: WebAddress,
        in home: FoundHome,
        file managedID: String?
    ) async throws(DeadEnd) {
        _ = try await examineCapabilities(at: [event])
        step = .attach
        let answer = try await answer(to: DoctorCall(.GET, event))
        guard answer.status == 200, let files = ListedFile.list(answer.body) else {
            try fail("GET of the event \(event.target) answers \(answer.summary).")
        }
        guard let listed = files.first(where: { managedID == nil || $0.managedID == managedID }) else {
            try fail("The event \(event.target) has no ATTACH with the MANAGED-ID of the file.")
        }
        let file = FoundFile(event: event, listed: listed, address: try attachAddress(of: listed, in: home))
        try await fetch(file, in: home)
    }

    // MARK: ATTACH

    private mutating func attachAddress(of file: ListedFile, in home: FoundHome) throws(DeadEnd) -> WebAddress {
        let advice = "ATTACH is made of public-url: set it to the https URL at which clients reach the service."
        guard let address = WebAddress(file.uri) else {
            try fail("ATTACH is \(file.uri), which is no absolute URL: no client knows where to go.", advice: advice)
        }
        let count = findings.count
        examineScheme(of: address, advice)
        if address.origin != visit.base.origin, address.origin != home.address.origin {
            record(
                .warning,
                "ATTACH points to \(address.origin), and clients know the service as \(visit.base.origin).",
                advice: advice,
                for: .goingByAttach
            )
        }
        if address.hasQuery {
            record(.warning, "ATTACH has a query: what is signed into it will not be good for ever.")
        }
        let absent = [("FILENAME", file.filename), ("FMTTYPE", file.mediaType), ("SIZE", file.size.map { "\($0)" })]
            .filter { $0.1 == nil }.map(\.0)
        if !absent.isEmpty { record(.warning, "ATTACH lacks \(absent.listed), which clients show.") }
        if findings.count == count { record(.ok, "ATTACH is an absolute https URL without a query.") }
        return address
    }

    private mutating func examineScheme(of address: WebAddress, _ advice: String) {
        guard !address.isSecure else { return }
        guard !address.isLoopback else {
            record(.note, "ATTACH is http, which is good enough on this host alone.")
            return
        }
        record(
            .failure,
            "Apple Calendar will show the file, and not open it: ATTACH is http, which Apple's programs refuse over a "
                + "network.",
            advice: advice,
            for: [.appleCalendar]
        )
        record(
            .warning,
            "ATTACH is http: whoever is on the network between reads files and passwords.",
            advice: advice,
            for: Set.goingByAttach.subtracting([.appleCalendar])
        )
    }
}
