import SQLDatabase
import AttachmentStore
import BlobModel
import CalDAV
import CalendarStore
import HTTPSemantics
import Hummingbird
import WebDAV

/// Answers one calendar-multiget report (RFC 4791 §7.9).
///
/// The objects are read a few at a time while the answer is written, so that memory does not grow with the request. Each
/// few are consistent in themselves; an object may change between two of them, as it may between two requests.
struct MultigetReport: Sendable {
    private static let batchSize = 50

    private let multiget: CalendarMultigetRequest
    private let dependencies: FrontDependencies

    /// Makes the answer of one report.
    init(_ multiget: CalendarMultigetRequest, dependencies: FrontDependencies) {
        self.multiget = multiget
        self.dependencies = dependencies
    }

    /// Answers 207 with one response for each href of the request, in its order.
    func response(to request: FrontRequest, preferences: Preferences) async throws -> Response {
        try checkCalendarData()
        let listing = try await listing(for: request)
        let collection = listing.root.path.collectionOfObjects
        let context = PropertyContext(
            principal: request.principal,
            configuration: dependencies.configuration,
            quotaUsed: listing.quotaUsed
        )
        let answer = PropertyAnswer(
            selection: multiget.selection,
            context: context,
            isMinimal: preferences.wantsMinimal
        )
        let report = self
        return MultistatusStream.response(
            applied: preferences.wantsMinimal ? [Preferences.minimalApplied] : []
        ) { stream, writer in
            for batch in report.batches {
                let names = batch.map { report.name(of: $0, in: collection, request.resource) }
                let objects = try await report.objects(names.compactMap { $0 }, in: request)
                for (href, name) in zip(batch, names) {
                    let object = name.flatMap { objects.byName[$0] }
                    let response = try report.response(for: href, object, in: objects.collection, answer)
                    try await stream.write(response, to: &writer)
                }
            }
        }
    }
}

extension MultigetReport {
    /// Checks that data is asked for in a form that there is.
    ///
    /// RFC 4791 §7.9 (CALDAV:supported-calendar-data): the media type that is asked for has to be a supported one.
    private func checkCalendarData() throws(WebDAVError) {
        guard let data = multiget.calendarData else { return }
        guard data.isSupported else {
            throw WebDAVError(.supportedCalendarData, "Only text/calendar 2.0 is supported.")
        }
        if case .expanded = data.recurrence {
            throw WebDAVError(.forbidden, "Recurrence sets are not expanded yet.")
        }
    }

    /// Checks that the resource of the request exists and may be read.
    private func listing(for request: FrontRequest) async throws -> ResourceListing {
        let (dependencies, selection) = (dependencies, multiget.selection)
        return try await dependencies.database.read { txn in
            try ListingReader(dependencies: dependencies, principal: request.principal, in: txn)
                .read(request.resource, includesMembers: false, includesQuota: selection.needsQuota)
        }
    }

    private var batches: [ArraySlice<Href>] {
        stride(from: 0, to: multiget.hrefs.count, by: Self.batchSize).map { start in
            multiget.hrefs[start..<min(start + Self.batchSize, multiget.hrefs.count)]
        }
    }

    /// Returns the name of the object that an href names within the scope of the request, or nil.
    ///
    /// RFC 4791 §7.9: on a collection the hrefs "MUST refer to calendar object resources within that collection", on an
    /// object to that object.
    private func name(of href: Href, in collection: ResourcePath?, _ scope: ResourcePath) -> String? {
        guard let path = ResourcePath(href), let object = ObjectPath(path) else { return nil }
        guard path.collectionOfObjects == collection, scope.kind == .calendar || path == scope else { return nil }
        return object.name
    }

    private struct Batch: Sendable {
        let collection: PropertySubject
        let byName: [String: CalendarObject]
    }

    /// Reads some objects; access is checked anew, since it may have ended while the answer is written.
    private func objects(_ names: [String], in request: FrontRequest) async throws -> Batch {
        let dependencies = dependencies
        guard let path = request.resource.collectionOfObjects else { throw WebDAVError.notFound }
        return try await dependencies.database.read { txn in
            let reader = ListingReader(dependencies: dependencies, principal: request.principal, in: txn)
            let collection = try reader.read(path, includesMembers: false, includesQuota: false).root
            guard let calendar = collection.calendar else { throw WebDAVError.notFound }
            let objects = try dependencies.calendars.objects(named: names, in: calendar.id, in: txn)
            return Batch(
                collection: collection,
                byName: Dictionary(objects.map { ($0.name, $0) }) { first, _ in first }
            )
        }
    }

    private func response(
        for href: Href,
        _ object: CalendarObject?,
        in collection: PropertySubject,
        _ answer: PropertyAnswer
    ) throws -> MultistatusResponse {
        // RFC 4791 §7.9: an href that maps to no object is answered by a response with a status of 404.
        guard let object else { return MultistatusResponse(href, status: .notFound) }
        let data = try multiget.calendarData.map { request in
            CalendarPropertyValue.calendarData(try ReportedData.octets(of: object, request))
        }
        return answer.response(
            for: collection.object(object.summary),
            extra: data.map { [$0] } ?? [],
            href: href
        )
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
