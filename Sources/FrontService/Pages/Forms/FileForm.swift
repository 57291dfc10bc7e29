import CalendarStore
import DeploymentStore
import HTMLPages
import HTTPSemantics
import HTTPTypes
import SQLDatabase
import WebDAV

/// A form about the files of an event, whose token was found good.
struct FileForm: Sendable {
    /// The octets of a token; it has 54.
    private static let maximumToken = 128

    /// The octets of any other field.
    private static let maximumField = 1_024

    private let reader: FormReader

    /// The entity tag of the event that the page showed, if the form says one.
    private(set) var entityTag: String?

    /// The instances that get a file, as a value of `rid`, if the form names any.
    private(set) var instances: String?

    /// Opens the form of a request: nothing but the token is read.
    ///
    /// - Throws: `WebDAVError` 403 unless the token comes first and is good, 415 for a body that is no form;
    ///   `MultipartError`; `DeploymentStoreError`; `SQLError`.
    init(_ request: FrontRequest, _ dependencies: FrontDependencies) async throws {
        reader = try FormReader(request)
        let ring = try await dependencies.database.lookUp { txn in try dependencies.deployment.keyRing(in: txn) }
        let tokens = FormToken(ring, for: request.principal.home)
        guard let part = try await reader.nextPart(), part.name == FormFields.Name.token,
            tokens.isGood(try await reader.text(upTo: Self.maximumToken), now: request.received)
        else { throw Self.tokenRefused }
    }

    private static let tokenRefused = WebDAVError(
        .forbidden,
        "The page was open for too long, or is not one of this service. Go back, load it again, and repeat what you did."
    )

    /// Returns the head of the next file, whose content then is in ``content``; nil after the last one.
    ///
    /// The fields on the way are kept. A control in which no file was chosen is none.
    ///
    /// - Throws: `WebDAVError` 400 for a field that is too long; `MultipartError`.
    mutating func nextFile() async throws -> MultipartPart? {
        while let part = try await reader.nextPart() {
            switch part.name {
            case FormFields.Name.file:
                // HTML, "constructing the entry list": no file is a file with an empty name.
                if part.filename?.isEmpty == false { return part }
            case FormFields.Name.entityTag: entityTag = try await reader.text(upTo: Self.maximumField)
            case FormFields.Name.instances: instances = try await reader.text(upTo: Self.maximumField)
            default: continue
            }
        }
        return nil
    }

    /// Reads all fields of a form without files.
    ///
    /// - Throws: As ``nextFile()``.
    mutating func readFields() async throws {
        while try await nextFile() != nil {}
    }

    /// The content of the file that ``nextFile()`` came to.
    var content: FormFileBytes { FormFileBytes(form: reader) }
}
