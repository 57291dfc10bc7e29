#include <libxml/xmlversion.h>
// Debian's headers bring those of ICU with them where the library was built with it. Foundation has an ICU of its own, whose
// declarations would contradict them in every target that sees both. No structure that is used here depends on it.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>
#include <libxml/xmlerror.h>
