"""The registry's tables, by topic."""

from sellers.registry.models.bank import BankAccount, BankAccountStep, BankBranch
from sellers.registry.models.groups import Group, GroupChange, MakerStory, Placement, TaxStatus
from sellers.registry.models.imports import (
    GroupImport,
    ImportChunk,
    ImportFault,
    StagedGroup,
)
from sellers.registry.models.licences import Licence, LicenceKind
from sellers.registry.models.onboarding import Attestation, Onboarding, OnboardingStep
from sellers.registry.models.people import (
    Consent,
    ConsentMeans,
    CrpAssignment,
    GroupRole,
    Membership,
    Officer,
    OfficerPost,
    Person,
    Shown,
)
from sellers.registry.models.places import (
    Block,
    ClusterLevelFederation,
    District,
    Division,
    VillageOrganisation,
)

__all__ = [
    "Attestation",
    "BankAccount",
    "BankAccountStep",
    "BankBranch",
    "Block",
    "ClusterLevelFederation",
    "Consent",
    "ConsentMeans",
    "CrpAssignment",
    "District",
    "Division",
    "Group",
    "GroupChange",
    "GroupImport",
    "GroupRole",
    "ImportChunk",
    "ImportFault",
    "Licence",
    "LicenceKind",
    "MakerStory",
    "Membership",
    "Officer",
    "OfficerPost",
    "Onboarding",
    "OnboardingStep",
    "Person",
    "Placement",
    "Shown",
    "StagedGroup",
    "TaxStatus",
    "VillageOrganisation",
]
