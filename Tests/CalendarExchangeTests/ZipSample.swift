import DurableIO
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// Zip files that other software writes.
enum ZipSample {
    /// Runs a script that has the zip file's path in `path`, and the modules `zipfile` and `struct`.
    ///
    /// - Returns: The octets of the file that it wrote.
    @discardableResult
    static func make(at path: FilePath, _ script: String) async throws -> [UInt8] {
        let program = """
            import sys, struct, zipfile
            path = sys.argv[1]
            def calendar(uid, more=""):
                return ("BEGIN:VCALENDAR\\nVERSION:2.0\\nPRODID:-//X//EN\\nBEGIN:VEVENT\\nUID:" + uid
                    + "\\nDTSTAMP:20260101T000000Z\\nDTSTART:20260601T080000Z\\n" + more
                    + "END:VEVENT\\nEND:VCALENDAR\\n").replace("\\n", "\\r\\n")
            \(script)
            """
        let result = try await Subprocess.run(
            .name("python3"),
            arguments: ["-c", program, path.string],
            output: .string(limit: 4_096),
            error: .string(limit: 4_096)
        )
        try #require(result.terminationStatus.isSuccess, "\(result.standardError)")
        return try LocalFileSystem().contents(at: path)
    }
}
