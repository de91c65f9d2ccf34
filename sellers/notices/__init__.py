"""Notices: what groups are told, in each woman's language: on her page, by SMS or WhatsApp, by web push."""
