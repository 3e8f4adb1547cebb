"""The rules, one per file; adding one is a file and a line here."""

from notelint.rule import Rule
from notelint.rules.ambiguous_wikilink import AmbiguousWikilink
from notelint.rules.archived_repository import ArchivedRepository
from notelint.rules.blocked_link import BlockedLink
from notelint.rules.broken_fragment import BrokenFragment
from notelint.rules.broken_link import BrokenLink
from notelint.rules.broken_web_fragment import BrokenWebFragment
from notelint.rules.broken_wikilink import BrokenWikilink
from notelint.rules.dead_link import DeadLink
from notelint.rules.deprecated_tool import DeprecatedTool
from notelint.rules.duplicate_anchor import DuplicateAnchor
from notelint.rules.duplicate_definition import DuplicateDefinition
from notelint.rules.duplicate_heading import DuplicateHeading
from notelint.rules.duplicate_link import DuplicateLink
from notelint.rules.duplicate_section import DuplicateSection
from notelint.rules.empty_link import EmptyLink
from notelint.rules.front_matter_consistency import FrontMatterConsistency
from notelint.rules.front_matter_schema import FrontMatterSchema
from notelint.rules.front_matter_syntax import FrontMatterSyntax
from notelint.rules.inconsistent_deprecation import InconsistentDeprecation
from notelint.rules.insecure_scheme import InsecureScheme
from notelint.rules.link_with_credentials import LinkWithCredentials
from notelint.rules.link_without_target import LinkWithoutTarget
from notelint.rules.malformed_link import MalformedLink
from notelint.rules.moved_link import MovedLink
from notelint.rules.nav_mismatch import NavMismatch
from notelint.rules.placeholder_link import PlaceholderLink
from notelint.rules.stale_note import StaleNote
from notelint.rules.suspect_link import SuspectLink
from notelint.rules.undefined_reference import UndefinedReference
from notelint.rules.unportable_fragment import UnportableFragment
from notelint.rules.unsafe_link import UnsafeLink
from notelint.rules.unsure_link import UnsureLink
from notelint.rules.unused_definition import UnusedDefinition

RULES: tuple[type[Rule], ...] = (
    FrontMatterSyntax,
    FrontMatterSchema,
    FrontMatterConsistency,
    MalformedLink,
    BrokenLink,
    BrokenFragment,
    BrokenWikilink,
    UndefinedReference,
    LinkWithCredentials,
    AmbiguousWikilink,
    DuplicateAnchor,
    NavMismatch,
    UnportableFragment,
    LinkWithoutTarget,
    DuplicateSection,
    InconsistentDeprecation,
    DuplicateHeading,
    DuplicateLink,
    DuplicateDefinition,
    UnusedDefinition,
    EmptyLink,
    PlaceholderLink,
    DeprecatedTool,
    StaleNote,
    DeadLink,
    SuspectLink,
    UnsafeLink,
    BrokenWebFragment,
    MovedLink,
    InsecureScheme,
    ArchivedRepository,
    BlockedLink,
    UnsureLink,
)
"""Every rule, in the order in which `notelint rules` lists them."""
