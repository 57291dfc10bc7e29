import CalendarStore
import AttachmentStore
import BlobModel
import ManagedAttachments
package import SQLDatabase
import WebDAV

/// Keeps managed attachments right in every PUT and DELETE of calendar object resources (RFC 8607 §3.7, §3.9).
package struct AttachmentHook: ObjectWriteHook {
    private let dependencies: FrontDependencies
    private let releaser: ReferenceReleaser

    /// Makes the hook.
    ///
    /// - Parameters:
    ///   - dependencies: What all handlers work with.
    ///   - releaser: Releases copies of bytes that came to nothing.
    package init(dependencies: FrontDependencies, releaser: ReferenceReleaser) {
        self.dependencies = dependencies
        self.releaser = releaser
    }

    /// Looks at what the data mentions, and copies bytes that are in another home only.
    ///
    /// - Throws: `WebDAVError` for data that cannot be stored, or where the copies exceed the quota; `SQLError`.
    package func begin(_ write: ObjectWrite) async throws -> any ObjectWriteParticipant {
        let reconciler = AttachmentReconciler(dependencies, write)
        let missing = try await reconciler.missingCopies()
        let copier = AttachmentCopier(blobs: dependencies.blobs, releaser: releaser)
        let copies = try await copier.copy(missing, into: reconciler.domain)
        return AttachmentParticipant(reconciler: reconciler, copies: copies, releaser: releaser)
    }

    /// Drops the links of an object that was deleted; the last link gone makes an attachment removed.
    package func objectWasDeleted(_ deletion: ObjectDeletion, in txn: any SQLTransaction) throws {
        try dependencies.attachments.unlinkAll(
            from: LinkedObjectID(deletion.object.id.text),
            terms: RemovalTerms(now: deletion.now, dependencies.configuration),
            in: txn
        )
    }
}
