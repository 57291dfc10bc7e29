import AttachmentStore
import HTMLPages
import HTTPSemantics
import HTTPTypes
import Hummingbird
import ManagedAttachments
import ServiceSupport
import WebDAV

/// Answers POST of the forms about an event's files: checks where they come from, has them carried out, and leads back
/// to the event.
struct FileFormHandler: ResourceHandler {
    private let dependencies: FrontDependencies
    private let releaser: ReferenceReleaser

    /// Makes the handler.
    init(dependencies: FrontDependencies, releaser: ReferenceReleaser) {
        self.dependencies = dependencies
        self.releaser = releaser
    }

    /// Answers with the way to the event once all is durable.
    func respond(to request: FrontRequest) async throws -> Response {
        guard case .page(let path) = request.resource, let event = path.event else { throw WebDAVError.notFound }
        try FormOrigin.check(request.request.head, publicURL: dependencies.configuration.publicURL)
        let notice = try await refusing { try await perform(path, on: event, request) }
        dependencies.releases.ring()
        return .seeOther(PagePath.event(event).link([QueryItem(name: Notice.queryName, value: notice.rawValue)]))
    }

    private func perform(_ path: PagePath, on event: PageEvent, _ request: FrontRequest) async throws -> Notice {
        let form = try await FileForm(request, dependencies)
        let files = EventFiles(event, of: request, dependencies, releaser: releaser)
        switch path {
        case .files: return try await add(form, to: files)
        case .file(_, let id, .replace): return try await replace(id, form, in: files)
        case .file(_, let id, .remove): return try await remove(id, form, from: files)
        case .file(_, let id, .restore):
            try await files.restore(id)
            return .restored
        case .home, .calendar, .event, .asset: throw WebDAVError(.methodNotAllowed, "There is no such form.")
        }
    }

    private func add(_ form: FileForm, to files: EventFiles) async throws -> Notice {
        var form = form
        var tally = FormTally()
        do {
            while let file = try await form.nextFile() {
                tally.begin(file.filename)
                try await files.add(file, form.content, to: form.instances)
                tally.finish()
            }
        } catch {
            throw tally.refusal(Self.refusal(error))
        }
        guard tally.count > 0 else { throw Self.noFile }
        return .added
    }

    private func replace(_ id: AttachmentID, _ form: FileForm, in files: EventFiles) async throws -> Notice {
        var form = form
        guard let file = try await form.nextFile() else { throw Self.noFile }
        try await files.replace(id, with: file, form.content, where: form.entityTag)
        return .replaced
    }

    private func remove(_ id: AttachmentID, _ form: FileForm, from files: EventFiles) async throws -> Notice {
        var form = form
        try await form.readFields()
        try await files.remove(id, where: form.entityTag)
        return .removed
    }

    private static let noFile = WebDAVError(.badRequest, "No file was chosen.")

    /// Tells in the reader's words what refused a form.
    private func refusing(_ action: () async throws -> Notice) async throws -> Notice {
        do {
            return try await action()
        } catch {
            throw Self.refusal(error)
        }
    }

    private static func refusal(_ error: any Error) -> any Error {
        switch error {
        case let error as MultipartError:
            return WebDAVError(.badRequest, error.description)
        case let violation as ManagedAttachmentViolation:
            return WebDAVError(violation)
        case AttachmentStoreError.abandoned:
            return WebDAVError(.serviceUnavailable, "The upload took too long and was given up.")
        case let error as WebDAVError where error.status == .preconditionFailed:
            return WebDAVError(
                .preconditionFailed,
                "The event was changed meanwhile. Look at it again before you go on."
            )
        default:
            return error
        }
    }
}
