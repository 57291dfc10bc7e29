package import BlobModel

/// The contract of `BlobStorage` as cases, each of which a test runs on a new store or on a shared one.
///
/// ```swift
/// @Test(arguments: BlobStorageConformance.allCases)
/// func `keeps the contract`(_ rule: BlobStorageConformance) async throws {
///     try await rule.check(makeStore())
/// }
/// ```
package enum BlobStorageConformance: String, CaseIterable, Sendable, CustomStringConvertible {
    /// Bytes of every kind of size come back as they were put.
    case readsBackWhatWasPut = "what was put is read back, whatever its size"
    /// The content ID does not depend on how the body came.
    case namesBlobsByContent = "a blob is named by the SHA-256 of its bytes, however they arrive"
    /// Ranges are parts of the whole.
    case readsRanges = "a range reads that part, and one that leaves the blob is refused"
    /// Absence is said by name.
    case saysAbsence = "a blob or a reference that is not there is said to be absent"
    /// A put may be repeated.
    case putIsIdempotent = "the same reference with the same bytes succeeds again and adds nothing"
    /// A reference names one blob for ever.
    case refusesConflicts = "the same reference with other bytes is refused and keeps what it named"
    /// Equal bytes are stored once within a domain.
    case deduplicatesInDomain = "equal bytes within a domain are added once"
    /// A domain does not see another's blobs.
    case keepsDomainsApart = "a domain neither sees another's blobs nor profits from them"
    /// The limit counts bytes.
    case keepsLimit = "a body of exactly the limit is stored, and one byte more leaves no reference"
    /// A body that fails leaves no reference.
    case survivesFailingBodies = "a body that fails leaves no reference, and may come again"
    /// A put that is cancelled leaves no reference.
    case survivesCancellation = "a put that is cancelled leaves no reference to the half that came"
    /// A release may be repeated.
    case releaseIsIdempotent = "a reference is released once, and releasing it again is no error"
    /// A reference keeps the blob whatever other references do.
    case otherReferencesKeepBlob = "a blob stays readable while another reference keeps it"
    /// Many tasks may put at once.
    case servesManyAtOnce = "many puts at once are all stored"

    /// The case's rule as a sentence.
    package var description: String { rawValue }

    /// Checks the rule on a store, in domains of its own.
    ///
    /// - Throws: ``ConformanceFailure`` when the store breaks the rule, and whatever it throws against its contract.
    package func check(_ store: any BlobStorage) async throws {
        let scene = try ConformanceScene(store: store)
        switch self {
        case .readsBackWhatWasPut: try await scene.readsBackWhatWasPut()
        case .namesBlobsByContent: try await scene.namesBlobsByContent()
        case .readsRanges: try await scene.readsRanges()
        case .saysAbsence: try await scene.saysAbsence()
        case .putIsIdempotent: try await scene.putIsIdempotent()
        case .refusesConflicts: try await scene.refusesConflicts()
        case .deduplicatesInDomain: try await scene.deduplicatesInDomain()
        case .keepsDomainsApart: try await scene.keepsDomainsApart()
        case .keepsLimit: try await scene.keepsLimit()
        case .survivesFailingBodies: try await scene.survivesFailingBodies()
        case .survivesCancellation: try await scene.survivesCancellation()
        case .releaseIsIdempotent: try await scene.releaseIsIdempotent()
        case .otherReferencesKeepBlob: try await scene.otherReferencesKeepBlob()
        case .servesManyAtOnce: try await scene.servesManyAtOnce()
        }
    }
}
