-- SPDX-License-Identifier: GPL-3.0-or-later
-- exports: what the files for the local authority hold.  Data only; work/export_table reads it.
--
-- A school's own exports.lua may say it otherwise:
--     council { name = "Example Council", years = { 9, 13 }, more = { "upn", "intention.route = Intends" } }
--     guarantee "year_11" { offer_made = "110" }
--     labels "guarantee" { ["110"] = "..." }
-- A field is a source, or "source = Heading".  Sources: what is known of a pupil (upn, uln, surname, first_name, known_as,
-- address, postcode, parent, parent_address, contact, la), a fact of kinds.lua ("risk"), or a field of the newest record of
-- a kind about one pupil ("intention.route", "offer.organisation", "offer.date").
return {
  council = "the local authority",
  years = { 9, 13 }, -- first and last

  -- Of every pupil (Education and Skills Act 2008, section 72; policy 4.3.22).  A school may leave some out, never add to it.
  basic = { "surname = Surname", "first_name = First name", "dob = Date of birth", "address = Address", "postcode = Postcode",
    "parent = Parent or carer", "parent_address = Address of parent" },
  -- Where nobody who may object has objected.
  more = { "upn = UPN", "uln = ULN", "known_as = Known as", "sex = Sex", "year = Year", "form = Form", "enrolment = Enrolment", "contact = Contact",
    "la = Local authority of residence", "risk = Risk", "intention.route = Intends", "offer.organisation = Offered by", "offer.suitable = Suitable offer",
    "start.organisation = Started at", "left_on = Left on" },

  -- Values of the client data system whose meaning nobody here has verified: a school writes labels beside them, and says
  -- which one stands for what is known here.
  guarantee = {
    year_11 = { values = { "110", "120", "122", "123", "124", "140", "150", "151", "153", "154", "159" },
      offer_made = "", not_appropriate = "", no_offer = "", not_recorded = "" },
    year_12 = { values = { "110", "114", "115", "120", "122", "123", "124", "140", "150", "151", "153", "154", "159" },
      offer_made = "", not_appropriate = "", no_offer = "", not_recorded = "" },
  },
  labels = {
    guarantee = { ["110"] = "", ["114"] = "", ["115"] = "", ["120"] = "", ["122"] = "", ["123"] = "", ["124"] = "", ["140"] = "", ["150"] = "",
      ["151"] = "", ["153"] = "", ["154"] = "", ["159"] = "" },
    intended = { ["111"] = "", ["121"] = "", ["211"] = "", ["311"] = "", ["321"] = "", ["411"] = "", ["511"] = "", ["611"] = "" },
  },
  -- Which of the intended destinations stands for which route of the record `intention`: by the words of the record.
  intended = { values = { "111", "121", "211", "311", "321", "411", "511", "611" }, routes = {} },
}
