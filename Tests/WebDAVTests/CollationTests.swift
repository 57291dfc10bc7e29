import Testing
import WebDAV

@Suite struct CollationTests {
    @Test(arguments: [
        (nil, Collation.asciiCasemap), ("default", .asciiCasemap), ("i;ascii-casemap", .asciiCasemap),
        ("i;octet", .octet), ("i;unicode-casemap", .unicodeCasemap),
    ])
    func `RFC 4791 §7.5 a request names a collation, or means the default`(identifier: String?, collation: Collation) {
        #expect(Collation(identifier: identifier) == collation)
    }

    @Test(arguments: ["i;basic", "", "i;*", "I;OCTET", "i;ascii-casemap "])
    func `RFC 4791 §7.5 another collation, or one with a wildcard, is not supported`(identifier: String) {
        #expect(Collation(identifier: identifier) == nil)
    }

    @Test(arguments: [
        ("Lunch with BERNARD", "bernard", true), ("Lunch", "unch", true), ("Lunch", "lunches", false),
        ("Käse", "KäSE", true), ("Käse", "KÄSE", false), ("[", "{", false), ("@", "`", false), ("", "", true),
        ("x", "", true), ("", "x", false),
    ])
    func `RFC 4790 §9.2 i;ascii-casemap folds the letters of ASCII alone`(text: String, part: String, isFound: Bool) {
        #expect(Collation.asciiCasemap.contains(text, part) == isFound)
    }

    @Test(arguments: [
        ("Lunch", "Lun", true), ("Lunch", "lun", false), ("e\u{301}", "\u{E9}", false), ("\u{E9}", "\u{E9}", true),
    ])
    func `RFC 4790 §9.3 i;octet compares octets`(text: String, part: String, isFound: Bool) {
        #expect(Collation.octet.contains(text, part) == isFound)
    }

    @Test(arguments: [
        // Titlecase mapping of UnicodeData.txt.
        ("KÄSE", "käse", true), ("ΣΊΣΥΦΟΣ", "σίσυφος", true), ("ǆ", "ǅ", true), ("ПРИВЕТ", "привет", true),
        // Canonical decomposition, and marks in another order.
        ("\u{E9}", "e\u{301}", true), ("a\u{323}\u{302}", "a\u{302}\u{323}", true),
        // Compatibility decomposition.
        ("Ｆｕｌｌ", "full", true), ("x²", "X2", true),
        // Case is mapped before the decomposition, so that a ligature does not meet its letters.
        ("ﬁle", "ﬁLE", true), ("ﬁle", "FILE", false),
        // What has a mapping in SpecialCasing.txt only keeps it to itself.
        ("Straße", "STRASSE", false), ("Straße", "straße", true),
        ("naïve", "naive", false), ("naïve", "NAÏVE", true),
    ])
    func `RFC 5051 §2 i;unicode-casemap folds case and compatibility`(text: String, part: String, isFound: Bool) {
        #expect(Collation.unicodeCasemap.contains(text, part) == isFound)
    }

    @Test(arguments: [
        ("abba", "abababb", false), ("abab", "abababb", true), ("ababb", "abababb", true), ("aab", "aaab", true),
        ("aabaaab", "aabaabaaab", true),
        ("abc", "ab", false), ("abcabd", "abcabcabd", true),
    ])
    func `a text that begins again within itself is found`(part: String, text: String, isFound: Bool) {
        #expect(Collation.octet.contains(text, part) == isFound)
    }

    @Test(.timeLimit(.minutes(1)), arguments: Collation.allCases)
    func `a text that almost matches at every place takes time linear in its length`(collation: Collation) {
        let text = String(repeating: "a", count: 100_000)
        let part = String(repeating: "a", count: 10_000) + "b"
        #expect(!collation.contains(text, part))
    }
}
