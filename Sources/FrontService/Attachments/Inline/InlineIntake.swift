import AttachmentStore
import BlobModel
import CalendarStore
import FoundationEssentials
import ManagedAttachments
import SQLDatabase
import WebDAV

/// Makes managed attachments of the files that stand in the data of a PUT, where the operator wants that.
///
/// A PUT does not fail for what its client did not ask: a file that would pass a limit or the quota, or whose octets cannot
/// be stored or scanned now, stays in the data. Malware alone is refused.
struct InlineIntake: Sendable {
    /// The most files that one PUT may have stored: their octets are stored one after the other while the client waits.
    static let maximumCount = 20

    private let dependencies: FrontDependencies
    private let write: ObjectWrite
    private let releaser: ReferenceReleaser
    private let planner: AttachmentPlanner
    private var domain: DedupDomain { DedupDomain(write.owner.home) }

    /// Makes the intake of a PUT.
    init(_ dependencies: FrontDependencies, _ write: ObjectWrite, releaser: ReferenceReleaser) {
        self.dependencies = dependencies
        self.write = write
        self.releaser = releaser
        planner = dependencies.planner
    }

    /// Stores the octets of files in the data.
    ///
    /// - Parameter reserved: The octets of the quota that the PUT takes for something else.
    /// - Returns: What stands for the files from now on; the octets are durable.
    /// - Throws: `WebDAVError` 403 for octets in which a scanner finds malware; `SQLError`. What was stored is released
    ///   then.
    func take(besides reserved: UInt64) async throws -> InlineArrivals {
        var arrivals = InlineArrivals()
        guard let minimum = dependencies.configuration.attachments.inlineFrom, !write.isCopy else { return arrivals }
        let files = planner.inlineAttachments(in: write.new, from: minimum)
        guard !files.isEmpty else { return arrivals }
        let survey = try await dependencies.database.read { txn in try InlineSurvey(of: write, dependencies, in: txn) }
        guard survey.mayAttach else { return arrivals }
        try await dependencies.placements.follow(survey.epoch, now: write.now)
        do {
            try await take(files, survey, besides: reserved, into: &arrivals)
            return arrivals
        } catch {
            for id in arrivals.stored.keys { releaser.release(id.firstReference, in: domain) }
            throw error
        }
    }

    private func take(
        _ files: [InlineAttachment],
        _ survey: InlineSurvey,
        besides reserved: UInt64,
        into arrivals: inout InlineArrivals
    ) async throws {
        var room = survey.room - min(reserved, survey.room)
        var mentioned = Set(planner.mentionedAttachments(in: write.new).all)
        for file in files {
            if let same = survey.attachment(sameAs: file) {
                let description = planner.description(of: same)
                guard mentioned.union([description.id]).count <= planner.limits.maximumPerResource else { continue }
                mentioned.insert(description.id)
                arrivals.use(same.id, description, for: file)
            } else if UInt64(file.content.size) <= room, arrivals.stored.count < Self.maximumCount,
                mentioned.count < planner.limits.maximumPerResource, let new = try await store(file)
            {
                let description = planner.description(of: new.attachment)
                mentioned.insert(description.id)
                room -= new.attachment.size
                arrivals.add(new, description, for: file)
            }
        }
    }

    /// Stores a file and has it looked at; nil where it stays in the data.
    private func store(_ file: InlineAttachment) async throws -> InlineArrivals.Stored? {
        let size = UInt64(file.content.size)
        guard (try? dependencies.arrivals.declared(size: size)) != nil else { return nil }
        let id = AttachmentID.make(at: write.now)
        do {
            let bytes = ByteStream(Base64Stream(file.content))
            let stored = try await dependencies.blobs.put(
                bytes,
                as: id.firstReference,
                in: domain,
                limit: size,
                expecting: size
            )
            try await dependencies.arrivals.check(stored.description, in: domain)
            return InlineArrivals.Stored(
                attachment: attachment(id, of: stored.description, file.label),
                copy: StoredCopy(reference: id.firstReference, place: stored.place)
            )
        } catch {
            releaser.release(id.firstReference, in: domain)
            guard Self.staysInData(after: error) else { throw error }
            return nil
        }
    }

    /// Tells whether a file stays in the data when it could not be stored or was not let pass.
    ///
    /// It does when the storage or the scanner is away, or when it is longer than the scanner takes.
    private static func staysInData(after error: any Error) -> Bool {
        switch error {
        case is SQLError, is CancellationError: false
        case let error as WebDAVError: error.precondition != .noMalware
        default: true
        }
    }

    private func attachment(_ id: AttachmentID, of content: BlobDescription, _ label: AttachmentLabel) -> Attachment {
        Attachment(
            id: id,
            content: content,
            labels: Attachment.Labels(mediaType: label.mediaType, filename: label.filename),
            creator: write.principal.home.text,
            created: write.now
        )
    }
}
