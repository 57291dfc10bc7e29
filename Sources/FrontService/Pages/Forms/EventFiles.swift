import AttachmentKeeping
import AttachmentStore
import BlobModel
import CalendarStore
import HTTPSemantics
import HTTPTypes
import ManagedAttachments
import SQLDatabase
import WebDAV

/// Changes the files of one event for the reader of its page.
struct EventFiles: Sendable {
    private let path: ObjectPath
    private let request: FrontRequest
    private let dependencies: FrontDependencies
    private let releaser: ReferenceReleaser
    private let planner: AttachmentPlanner

    /// Makes what changes the files of an event in the home of who sent a request.
    init(
        _ event: PageEvent,
        of request: FrontRequest,
        _ dependencies: FrontDependencies,
        releaser: ReferenceReleaser
    ) {
        path = event.path(of: request.principal.uid)
        self.request = request
        self.dependencies = dependencies
        self.releaser = releaser
        planner = dependencies.planner
    }

    /// Adds a file.
    ///
    /// - Throws: As a POST of the same: `ManagedAttachmentViolation`, `WebDAVError`, `BlobError`, `SQLError`.
    func add(_ file: MultipartPart, _ content: FormFileBytes, to instances: String?) async throws {
        try await store(content, try exchange(.add(file, to: instances)))
    }

    /// Puts a file in the place of another.
    ///
    /// - Throws: As a POST of the same; `WebDAVError` 412 where the event changed since the page was made.
    func replace(
        _ old: AttachmentID,
        with file: MultipartPart,
        _ content: FormFileBytes,
        where entityTag: String?
    ) async throws {
        try await store(content, try exchange(.replace(old, with: file, where: entityTag)))
    }

    /// Takes a file away from all instances.
    ///
    /// - Throws: As a POST of the same; `WebDAVError` 412 where the event changed since the page was made.
    func remove(_ id: AttachmentID, where entityTag: String?) async throws {
        let exchange = try exchange(.remove(id, where: entityTag))
        let action = RemoveAttachment(
            id: ManagedID(id.text),
            instances: .all,
            planner: planner,
            now: request.received
        )
        _ = try await exchange.carryOut(action)
    }

    /// Brings a file back that was removed from the event.
    ///
    /// - Throws: `WebDAVError` 404, 403 without the privileges, and the refusal of the restoration; `SQLError`.
    func restore(_ id: AttachmentID) async throws {
        let configuration = dependencies.configuration
        let restoration = AttachmentRestoration(
            planner: planner,
            quotas: AttachmentRestoration.Quotas(
                attachments: configuration.quotaBytes,
                calendarData: configuration.calendarQuotaBytes
            )
        )
        do {
            try await dependencies.database.write { [self] txn in
                let found = try dependencies.resolver.object(
                    at: path,
                    for: request.principal,
                    requiring: [.read, .writeContent],
                    in: txn
                )
                guard let object = found.summary else { throw WebDAVError.notFound }
                try restoration.restore(id, into: object.id, now: request.received, in: txn)
            }
        } catch let error as RestorationError {
            throw WebDAVError(error)
        }
    }

    private func exchange(_ order: FileOrder) throws -> AttachmentExchange {
        AttachmentExchange(
            principal: request.principal,
            at: path,
            head: try order.head(dependencies.configuration.attachments),
            received: request.received,
            dependencies
        )
    }

    private func store(_ content: FormFileBytes, _ exchange: AttachmentExchange) async throws {
        let id = AttachmentID.make(at: exchange.received)
        guard let action = exchange.uploadAction(as: id) else { preconditionFailure("The order has a file.") }
        try await store(content, by: action, with: AttachmentUpload(exchange, as: id, releaser: releaser))
    }

    private func store(
        _ content: FormFileBytes,
        by action: some UploadAction,
        with upload: AttachmentUpload
    ) async throws {
        let admission = try await upload.admit(action)
        _ = try await upload.store(ByteStream(content), admission, action)
    }
}

extension WebDAVError {
    /// Makes the refusal to bring a file back, in the words of who wanted it.
    init(_ error: RestorationError) {
        switch error {
        case .unknown, .notRemoved, .notHeld: self.init(.conflict, "There is no such file to be brought back.")
        case .released: self.init(.gone, "It is too late: the file is gone for good.")
        case .withdrawn(_, let reason): self.init(.gone, reason)
        case .objectGone: self = .notFound
        case .overQuota(let limit): self = .quotaExceeded(limit)
        case .overCalendarQuota(let limit): self = .calendarQuotaExceeded(limit)
        case .refused(let violation): self.init(violation)
        case .unreadable: self.init(.internalServerError, "The event cannot be read.")
        }
    }
}
