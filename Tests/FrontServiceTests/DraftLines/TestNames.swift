import FoundationEssentials

/// The names of all tests of the package, as its sources have them.
enum TestNames {
    /// The names.
    static let all: Set<String> = {
        let tests = URL(filePath: "\(#filePath)").deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: tests)) ?? []
        return paths.filter { $0.hasSuffix("Tests.swift") }.reduce(into: []) { names, path in
            let text = (try? Data(contentsOf: URL(filePath: "\(tests)/\(path)"))).map(Array.init) ?? []
            names.formUnion(TestNames.names(in: text))
        }
    }()

    /// Finds what stands between back quotes after `func`, in octets, which is fast in a build without optimisation.
    private static func names(in text: [UInt8]) -> [String] {
        text.split(separator: 0x0A).compactMap { line in
            let parts = line.split(separator: UInt8(ascii: "`"), maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0].suffix(5).elementsEqual("func ".utf8) else { return nil }
            return String(decoding: parts[1], as: UTF8.self)
        }
    }
}
