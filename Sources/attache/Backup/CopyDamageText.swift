import BlobStore
import SystemPackage

/// What is damaged in the copy of a shard, and what to do about it, for people to read.
struct CopyDamageText {
    /// What becomes of a copy.
    enum Purpose: Sendable {
        /// It stays in a backup, without an index: no command that needs one can look into it.
        case backup
        /// It is a shard from now on, with the index that was built.
        case restored
    }

    /// The most places that are named.
    private static let limit = 20

    /// The directory of the copy.
    let path: FilePath

    /// What becomes of it.
    let purpose: Purpose

    /// Returns the lines to print of what was found in the copy.
    func lines(of report: RebuildReport) -> [String] {
        let places = CountText(report.damaged.count + report.lost.count, "place")
        switch purpose {
        case .restored: return ["\(path): \(places) damaged; \"attache shard verify --directory \(path)\" names them"]
        case .backup: return ["\(path): \(places) damaged"] + named(in: report) + ["  \(advice)"]
        }
    }

    /// Returns what to say of a copy in a backup whose log cannot be read for an error; nil where the error says it itself.
    ///
    /// What an error advises is for a shard of a node, not for a copy of one.
    func sentence(for error: BlobStoreError) -> String? {
        guard purpose == .backup, let damage = error.damageOfLog else { return nil }
        return "\(path): \(damage) \(advice)"
    }

    private var advice: String {
        "Remove \(path) and run the same command once more, which copies the shard anew. What is damaged then again is "
            + "damaged at the node: \"attache shard scrub\" of the shard there names it."
    }

    private func named(in report: RebuildReport) -> [String] {
        let bodies = report.damaged.map { "  \(DamageText.place($0))." }
        let all = bodies + report.lost.map { "  \(DamageText.sentence($0))" }
        guard all.count > Self.limit else { return all }
        return all.prefix(Self.limit) + ["  And \(all.count - Self.limit) more."]
    }
}
