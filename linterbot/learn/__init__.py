"""Learns how much evidence weighs, from bullets of which people have said what they are; needs `linterbot[learn]`."""
