import Cryptography

/// Files to attach.
enum SampleFile {
    /// A PDF that a viewer opens: pages of text with a cross-reference table that is right.
    static func pdf(_ title: String, pages: Int = 40) -> [UInt8] {
        let pageIDs = (0..<pages).map { 4 + 2 * $0 }
        var objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Count \(pages) /Kids [\(pageIDs.map { "\($0) 0 R" }.joined(separator: " "))] >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
        for (number, id) in pageIDs.enumerated() {
            let content = "BT /F1 24 Tf 72 720 Td (\(title), page \(number + 1) of \(pages)) Tj ET"
            objects.append(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents \(id + 1) 0 R "
                    + "/Resources << /Font << /F1 3 0 R >> >> >>"
            )
            objects.append("<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream")
        }
        return file(of: objects)
    }

    private static func file(of objects: [String]) -> [UInt8] {
        var bytes = Array("%PDF-1.4\n".utf8) + [0x25, 0xE2, 0xE3, 0xCF, 0xD3, 0x0A]
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(bytes.count)
            bytes += Array("\(index + 1) 0 obj\n\(object)\nendobj\n".utf8)
        }
        let entries = offsets.map { offset in
            String(repeating: "0", count: 10 - String(offset).count) + "\(offset) 00000 n \n"
        }
        let table = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n" + entries.joined()
        let trailer = "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(bytes.count)\n%%EOF\n"
        return bytes + Array((table + trailer).utf8)
    }

    /// Returns bytes that look random and are the same for the same seed.
    static func noise(_ seed: UInt64, count: Int) -> [UInt8] {
        guard count > 0 else { return [] }
        let whole = (0...(UInt64(count - 1) / UInt64(NoiseStream.blockSize))).flatMap {
            NoiseStream.block($0, of: seed)
        }
        return Array(whole.prefix(count))
    }
}
