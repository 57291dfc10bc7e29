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
            applied: preferences.wantsMinimal ? [Preferences.minimalApplied] : [],
            logger: request.context.logger
        ) { stream, writer in
            var hrefs = report.multiget.hrefs[...]
            while !hrefs.isEmpty {
                let batch = try await report.batch(from: hrefs.prefix(MultigetBatch.maximumCount), in: request)
                for (href, object) in zip(hrefs, batch.objects) {
                    let response = try report.response(for: href, object, in: batch.collection, answer)
                    try await stream.write(response, to: &writer)
                }
                hrefs = hrefs.dropFirst(batch.objects.count)
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

    /// Returns the name of the object that an href names within the scope of the request, or nil.
    ///
    /// RFC 4791 §7.9: on a collection the hrefs "MUST refer to calendar object resources within that collection", on an
    /// object to that object.
    private func name(of href: Href, in collection: ResourcePath, _ scope: ResourcePath) -> String? {
        guard let path = ResourcePath(href), let object = ObjectPath(path) else { return nil }
        guard path.collectionOfObjects == collection, scope.kind == .calendar || path == scope else { return nil }
        return object.name
    }

    /// Reads the objects that the first hrefs name, as many as ``MultigetBatch`` says.
    ///
    /// Access is checked anew, since it may have ended while the answer is written.
    private func batch(from hrefs: ArraySlice<Href>, in request: FrontRequest) async throws -> MultigetBatch {
        let dependencies = dependencies
        guard let path = request.resource.collectionOfObjects else { throw WebDAVError.notFound }
        let names = hrefs.map { name(of: $0, in: path, request.resource) }
        return try await dependencies.database.read { txn in
            let reader = ListingReader(dependencies: dependencies, principal: request.principal, in: txn)
            let collection = try reader.read(path, includesMembers: false, includesQuota: false).root
            return try MultigetBatch(of: names, in: collection, dependencies.calendars, txn)
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
