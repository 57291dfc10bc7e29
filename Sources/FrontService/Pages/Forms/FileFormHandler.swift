import AttachmentStore
import HTMLPages
import HTTPSemantics
import HTTPTypes
import Hummingbird
import ManagedAttachments
import ServiceSupport
import WebDAV

/// Answers POST of the forms about an event's files: checks that a page of the user's made them, has them carried out,
/// and leads back to the event.
struct FileFormHandler: ResourceHandler {
    private let dependencies: FrontDependencies
    private let releaser: ReferenceReleaser
    private let refusal: FormRefusal

    /// Makes the handler.
    init(dependencies: FrontDependencies, releaser: ReferenceReleaser) {
        self.dependencies = dependencies
        self.releaser = releaser
        refusal = FormRefusal(dependencies.configuration)
    }

    /// Answers with the way to the event once all is durable.
    func respond(to request: FrontRequest) async throws -> Response {
        guard case .page(let path) = request.resource, let event = path.event else { throw WebDAVError.notFound }
        // Each file may wait for a scanner.
        request.announcesProcessing(dependencies.configuration.attachments.processing)
        let notice = try await done(path, on: event, request)
        if path.takesAway { dependencies.releases.ring() }
        return .seeOther(PagePath.event(event).link([QueryItem(name: Notice.queryName, value: notice.rawValue)]))
    }

    /// Has a form carried out, and tells in the reader's words what refused it.
    private func done(_ path: PagePath, on event: PageEvent, _ request: FrontRequest) async throws -> Notice {
        var tally = FormTally()
        do {
            return try await perform(path, on: event, request, &tally)
        } catch {
            throw tally.refusal(refusal.plain(error))
        }
    }

    private func perform(
        _ path: PagePath,
        on event: PageEvent,
        _ request: FrontRequest,
        _ tally: inout FormTally
    ) async throws -> Notice {
        let form = try await FileForm(request, dependencies)
        let files = EventFiles(event, of: request, dependencies, releaser: releaser)
        switch path {
        case .files: return try await add(form, to: files, &tally)
        case .file(_, let id, .replace): return try await replace(id, form, in: files)
        case .file(_, let id, .remove): return try await remove(id, form, from: files)
        case .file(_, let id, .restore):
            try await files.restore(id)
            return .restored
        case .home, .calendar, .event, .asset: throw WebDAVError(.methodNotAllowed, "There is no such form.")
        }
    }

    private func add(_ form: FileForm, to files: EventFiles, _ tally: inout FormTally) async throws -> Notice {
        var form = form
        while let file = try await form.nextFile() {
            let disposition = ContentDisposition.attachment(filename: file.filename)
            tally.begin(AttachmentLabel(contentType: file.mediaType, disposition: disposition).filename)
            try await files.add(file, form.content, to: form.instances)
            tally.finish()
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
}

extension PagePath {
    /// Whether an attachment may lose its last link by the form.
    fileprivate var takesAway: Bool {
        switch self {
        case .file(_, _, .replace), .file(_, _, .remove): true
        case .home, .calendar, .event, .files, .file, .asset: false
        }
    }
}
