import Cryptography
import FoundationEssentials
import SystemPackage
import Testing

/// An export of a home in which the files stand in the calendar data.
struct WorldExport: Sendable {
    /// A file as one component has it.
    private struct File: Hashable, Comparable {
        let label: String
        let size: Int
        let digest: String

        init(_ label: String, _ content: WorldRegistry.Content?) {
            self.label = label
            size = content?.size ?? 0
            digest = content?.digest.hexadecimal ?? ""
        }

        static func < (one: File, other: File) -> Bool { one.label < other.label }
    }

    /// The folder.
    private let folder: FilePath

    /// Has the operator's tool export a user's home.
    init(of user: String, from services: SeparateServices) async throws {
        folder = services.directory.appending("export-\(user)")
        _ = try await services.attache("export", user, "--to", folder.string, "--inline")
    }

    /// Compares the files in the data with the bytes that were sent, component by component; what was taken away is not there.
    func findings(in world: AttachmentWorld) throws -> [WorldFinding] {
        let expected = world.model.files.filter { $0.kind != .plain && !world.withdrawn.contains($0.label) }
            .map { File($0.label, world.registry.contents[$0.label]) }.sorted()
        let exported = try calendars().flatMap(\.attachments).compactMap(\.inlineFile)
            .map { File($0.label, WorldRegistry.Content($0.bytes)) }.sorted()
        guard exported != expected else { return [] }
        return [WorldFinding(kind: .export, text: "exported \(exported), expected \(expected)")]
    }

    private func calendars() throws -> [CalendarText] {
        try FileManager.default.contentsOfDirectory(atPath: folder.string).filter { $0.hasSuffix(".ics") }.map { name in
            CalendarText(Array(try Data(contentsOf: URL(filePath: folder.appending(name).string))))
        }
    }
}
