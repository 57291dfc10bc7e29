import CalDAV
import CalendarStore
import Hummingbird
import Recurrence
import WebDAV

/// Answers one calendar-multiget report (RFC 4791 §7.9).
///
/// The objects are read a few at a time while those before them are written, so that memory does not grow with the request.
/// Each few are consistent in themselves; an object may change between two of them, as it may between two requests.
struct MultigetReport: Sendable {
    private let multiget: CalendarMultigetRequest
    private let exchange: ReportExchange

    /// Makes the answer of one report.
    init(_ multiget: CalendarMultigetRequest, _ exchange: ReportExchange) {
        self.multiget = multiget
        self.exchange = exchange
    }

    /// Answers 207 with one response for each href of the request, in its order.
    ///
    /// - Throws: `WebDAVError` with CALDAV:supported-calendar-data, 403, or 404; `SQLError`.
    func response() async throws -> Response {
        // RFC 4791 §7.9: "the "Depth" header MUST be ignored by the server"; 1 gives the calendar of the request.
        let scope = try await scope()
        let floating = scope.collections.first?.calendar?.floatingZone ?? .utc
        let answer = try ObjectAnswer(
            exchange.answer(multiget.selection, quota: scope.quota),
            data: multiget.calendarData,
            logger: exchange.request.context.logger
        )
        let report = self
        return exchange.multistatus { stream, writer in
            let hrefs = report.multiget.hrefs
            guard !hrefs.isEmpty else { return }
            try await ReadingAhead.forEach {
                try await report.batch(of: hrefs[...])
            } isLast: {
                $0.rest.isEmpty
            } next: {
                try await report.batch(of: $0.rest)
            } _: { batch in
                for (href, object) in zip(batch.hrefs, batch.objects) {
                    // RFC 4791 §7.9: the body "MUST contain a DAV:response element for each calendar object resource
                    // referenced by the provided set of DAV:href elements"; 404 for one that is not there.
                    let response =
                        object.map { answer.response(for: $0, floating: floating, href: href) }
                        ?? MultistatusResponse(href, status: .notFound)
                    try await stream.write(response, to: &writer)
                }
            }
        }
    }
}

extension MultigetReport {
    /// Checks that the resource of the request exists and may be read.
    private func scope() async throws -> ReportScope {
        let (path, selection) = (exchange.request.resource, multiget.selection)
        return try await exchange.read { reader in
            try ReportScope(path, depth: .one, selection: selection, reader)
        }
    }

    /// Returns the name of the object that an href names within the scope of the request, or nil.
    ///
    /// RFC 4791 §7.9: on a collection the hrefs "MUST refer to calendar object resources within that collection", on an
    /// object to that object.
    private func name(of href: Href, in collection: ResourcePath, _ scope: ResourcePath) -> String? {
        guard let path = ResourcePath(href), let object = ObjectPath(path) else { return nil }
        guard path.collectionOfObjects == collection, scope.kind == .calendar || path == scope else { return nil }
        return object.name
    }

    /// Some objects, with the hrefs that name them and those that are still to be answered.
    private struct Batch: Sendable {
        let hrefs: ArraySlice<Href>
        let objects: [ReportedObject?]
        let rest: ArraySlice<Href>
    }

    /// Reads the objects that the first of some hrefs name, as many as ``MultigetBatch`` says.
    ///
    /// Access is checked anew, since it may have ended while the answer is written.
    private func batch(of hrefs: ArraySlice<Href>) async throws -> Batch {
        let (resource, selection) = (exchange.request.resource, multiget.selection.ofProperties)
        guard let path = resource.collectionOfObjects else { throw WebDAVError.notFound }
        let names = hrefs.prefix(MultigetBatch.maximumCount).map { name(of: $0, in: path, resource) }
        let objects = try await exchange.read { reader in
            try MultigetBatch(of: names, in: path, selection: selection, reader).objects
        }
        return Batch(hrefs: hrefs.prefix(objects.count), objects: objects, rest: hrefs.dropFirst(objects.count))
    }
}

extension ResourcePath {
    /// The collection in which a calendar object resource is, or the collection itself; nil for anything else.
    fileprivate var collectionOfObjects: ResourcePath? {
        switch self {
        case .calendar: self
        case .object(let owner, let calendar, _): .calendar(owner, name: calendar)
        default: nil
        }
    }
}
