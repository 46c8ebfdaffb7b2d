-- SPDX-License-Identifier: GPL-3.0-or-later
-- codes - the code lists of school and council data: what a code is called, where that is from, and which value of kinds.lua
-- it stands for.  Data only; the importer reads cells by them, the word codes shows them, and exports write labels from them.
--
-- A code without a label is one whose label nobody has verified: it is known to be in use and is left blank; it may stand
-- as a text alone.  A school
-- fills labels and adds codes in its own codes.lua:
--     label "leaving_reason" { PM = "..." }
--     code  "sen_provision"  { code = "A", label = "School Action", is = "support" }
-- `reads` are the fields (of pupils, or of a kind) whose cells may hold the code; `is` their value.  `over`: no longer given.
local cbds = "DfE common basic data set, May 2026"
local nccis = "NCCIS validator, 2019-20 shape; labels from public guidance where given"

return {
  { name = "sen_provision", title = "SEN provision (CS096)", source = cbds, reads = { "sen" }, codes = {
    { code = "N", label = "no special educational needs", is = "none" },
    { code = "K", label = "SEN support", is = "support" },
    { code = "E", label = "education, health and care plan", is = "ehcp" },
    { code = "S", label = "statement", over = true },
    { code = "A", over = true }, { code = "P", over = true }, { code = "Q", over = true } } },
  { name = "sen_type", title = "type of special educational need (CS071)", source = cbds, codes = {
    { code = "SPLD" }, { code = "MLD" }, { code = "SLD" }, { code = "PMLD" }, { code = "SEMH" }, { code = "SLCN" }, { code = "HI" },
    { code = "VI", label = "vision impairment" }, { code = "MSI" }, { code = "PD" }, { code = "ASD" }, { code = "DS", label = "Down syndrome" },
    { code = "OTH" }, { code = "NSA", label = "support, not yet assessed" } } },
  { name = "enrolment", title = "enrolment status", source = cbds, reads = { "enrolment" }, codes = {
    { code = "C", label = "current, single registration", is = "single" },
    { code = "M", label = "current, main registration of two", is = "main" },
    { code = "S", label = "current, subsidiary registration of two", is = "subsidiary" },
    { code = "G", label = "guest", is = "guest" },
    { code = "F", label = "further education college" }, { code = "O", label = "other provider" }, { code = "P", label = "previous" } } },
  { name = "pupil_premium", title = "pupil premium (CS106)", source = cbds, codes = {
    { code = "DPP", label = "deprivation" }, { code = "SCP", label = "service child" }, { code = "LAP", label = "looked after" },
    { code = "AFC", label = "adopted from care" }, { code = "EYP", label = "early years" } } },
  { name = "free_meals", title = "free school meals (CS133)", source = cbds, codes = {
    { code = "TFSM", label = "targeted" }, { code = "EFSM", label = "expanded" }, { code = "OFSM", label = "other" } } },
  { name = "previously_in_care", title = "post-looked-after arrangements (CS087)", source = cbds, codes = {
    { code = "N", label = "not declared" }, { code = "A", label = "adopted" }, { code = "G", label = "special guardianship order" },
    { code = "R", label = "residence order" }, { code = "C", label = "child arrangements order" }, { code = "O", label = "adopted abroad" } } },
  { name = "young_carer", title = "young carer (CS118)", source = cbds, codes = {
    { code = "P", label = "said by the parent" }, { code = "S", label = "said by the school" }, { code = "N", label = "no" } } },
  { name = "kinship_care", title = "kinship care (CS134)", source = cbds, codes = {
    { code = "ND" }, { code = "KF", label = "formal" }, { code = "KI", label = "informal" }, { code = "KU", label = "unknown" } } },
  { name = "service_child", title = "service child (CS006)", source = cbds, codes = {
    { code = "Y", label = "yes" }, { code = "N", label = "no" }, { code = "U" }, { code = "R" } } },
  { name = "english", title = "proficiency in English (CS089)", source = cbds, codes = { "A", "B", "C", "D", "E", "N" } },
  { name = "school_phase", title = "school phase", source = cbds, codes = {
    { code = "SS", label = "secondary" }, { code = "SP", label = "special" }, { code = "PR", label = "pupil referral unit" },
    { code = "AT", label = "all-through" }, { code = "MS", label = "middle deemed secondary" } } },
  { name = "leaving_reason", title = "reason for leaving (CTF)", source = "values of the common transfer file; labels not verified",
    codes = { "PM", "PI", "PF", "IM", "II", "IF", "NH", "NT", "NE", "NU", "AT", "EL", "PE", "LC", "DD", "OR", "MI", "UK" } },
  { name = "attendance", title = "attendance marks", source = cbds .. "; marks since 2024 from memory, labels not verified", codes = {
    { code = "/", label = "present in the morning", is = "attended" }, { code = "\\", label = "present in the afternoon", is = "attended" },
    { code = "B", label = "education off site" }, { code = "D", label = "dual registered" }, { code = "J", label = "interview", over = true },
    { code = "J1" }, { code = "P", label = "sport" }, { code = "V", label = "visit" }, { code = "W", label = "work experience" },
    { code = "I" }, { code = "M" }, { code = "R" }, { code = "S" }, { code = "T" }, { code = "X" }, { code = "Y", over = true }, { code = "#" },
    { code = "K", label = "arranged by the local authority" }, { code = "C1" }, { code = "C2" }, { code = "Q" },
    { code = "Y1" }, { code = "Y2" }, { code = "Y3" }, { code = "Y4" }, { code = "Y5" }, { code = "Y6" }, { code = "Y7" },
    { code = "H", over = true } } },
  { name = "contact", title = "relationship of a contact", source = cbds,
    codes = { "CAR", "CHM", "DOC", "FAM", "FOF", "FOM", "HTC", "OTH", "PAF", "PAM", "REL", "RLG", "STF", "STM", "SWR", "TCH" } },
  { name = "activity", title = "activity of a young person", source = nccis, reads = { "destination.activity" }, codes = {
    { code = "110", label = "at school", is = "education" }, { code = "120", label = "educated at home", is = "education" },
    { code = "130", label = "custody, of compulsory school age" }, { code = "140", label = "not registered" },
    { code = "150", label = "unknown", is = "not_known" },
    { code = "210", label = "school sixth form", is = "education" }, { code = "220", label = "sixth form college", is = "education" },
    { code = "230", label = "further education", is = "education" }, { code = "240", label = "higher education", is = "education" },
    { code = "250", label = "part-time education", is = "education" }, { code = "260", label = "gap year" },
    { code = "270", label = "other post-16 education", is = "education" },
    { code = "280", label = "special post-16 institution", is = "education" }, { code = "290", label = "education in custody" },
    { code = "310", label = "apprenticeship", is = "apprenticeship" },
    { code = "320", label = "job with accredited training", is = "employment" }, { code = "330", label = "job with other training", is = "employment" },
    { code = "340", label = "job without training", is = "employment" }, { code = "350", label = "temporary job", is = "employment" },
    { code = "360", label = "part-time job", is = "employment" }, { code = "380", label = "self-employed", is = "employment" },
    { code = "381", label = "self-employed with study", is = "employment" },
    { code = "410", label = "work-based learning" }, { code = "430", label = "other training" }, { code = "440", label = "work programme" },
    { code = "450", label = "traineeship", over = true }, { code = "460", label = "supported internship", is = "education" },
    { code = "530", label = "re-engagement", is = "neet" }, { code = "540", label = "working not for reward", is = "neet" },
    { code = "550", label = "volunteering with study" }, { code = "610", label = "not ready for work or learning", is = "neet" },
    { code = "615", label = "start date agreed", is = "neet" }, { code = "616", label = "start date agreed", is = "neet" },
    { code = "619", label = "seeking", is = "neet" }, { code = "620", label = "young carer", is = "neet" },
    { code = "630", label = "teenage parent", is = "neet" }, { code = "640", label = "illness", is = "neet" },
    { code = "650", label = "pregnancy", is = "neet" }, { code = "660", label = "religion", is = "neet" },
    { code = "670", label = "unlikely to be economically active", is = "neet" }, { code = "680", label = "other reason", is = "neet" },
    { code = "710", label = "custody" }, { code = "810", is = "not_known" }, { code = "820", label = "cannot be contacted", is = "not_known" },
    { code = "830", label = "refused to say", is = "not_known" } } },
  { name = "intended_destination", title = "intended destination", source = "NCCIS validator; labels not known", codes = { "111", "121", "211", "311", "321", "411", "511", "611" } },
  { name = "september_guarantee", title = "September Guarantee", source = "NCCIS validator; labels not known. 114 and 115: Year 12 only",
    codes = { "110", "114", "115", "120", "122", "123", "124", "140", "150", "151", "153", "154", "159" } },
  { name = "characteristic", title = "characteristic of a young person", source = "NCCIS validator; labels from its rules where given", codes = {
    { code = "110" }, { code = "120", label = "teenage parent" }, { code = "130" }, { code = "140", label = "young carer" }, { code = "150" },
    { code = "160" }, { code = "170" }, { code = "180", label = "pregnancy" }, { code = "190" }, { code = "200" } } },
  { name = "level_of_need", title = "level of need", source = "NCCIS validator; labels not known", codes = { "1", "2", "3" } },
  { name = "missing_upn", title = "why there is no UPN (CS051)", source = cbds .. "; labels not verified",
    codes = { "UN1", "UN2", "UN3", "UN4", "UN5", "UN6", "UN7", "UN8", "UN9", "UN10" } },
}
