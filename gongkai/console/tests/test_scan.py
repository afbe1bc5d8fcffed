"""`gongkai scan` as another program calls it."""

import io
import json

import pytest
from django.core.management import call_command

IDENTITY = "110101199003071233"


@pytest.fixture
def scan(tmp_path):
    def call(*names):
        out, err, status = io.StringIO(), io.StringIO(), 0
        try:
            call_command("scan", *(str(tmp_path / name) for name in names), stdout=out, stderr=err)
        except SystemExit as end:
            status = end.code
        return status, [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()

    return call


def test_a_clean_file_ends_with_0(scan, tmp_path):
    (tmp_path / "a.txt").write_text("政府信息公开指南", "utf-8")
    assert scan("a.txt") == (0, [], "")


def test_each_finding_is_one_line_and_ends_with_1(scan, tmp_path):
    (tmp_path / "a.txt").write_text(f"身份证{IDENTITY}\n电话13800138000", "utf-8")
    status, lines, _said = scan("a.txt")
    assert status == 1
    assert [(line["kind"], line["masked"]) for line in lines] == [
        ("resident_id", "110***********1233"),
        ("mobile", "138****8000"),
    ]
    assert all(set(line) == {"file", "kind", "where", "masked"} for line in lines)
    assert lines[0]["file"] == str(tmp_path / "a.txt")


def test_a_folder_is_searched_with_all_its_files(scan, tmp_path):
    (tmp_path / "within").mkdir()
    (tmp_path / "within" / "b.html").write_text(f"<html><p>{IDENTITY}</p></html>", "utf-8")
    (tmp_path / "a.txt").write_text("无", "utf-8")
    status, lines, _said = scan(".")
    assert (status, [line["kind"] for line in lines]) == (1, ["resident_id"])


def test_a_file_that_cannot_be_opened_ends_with_2_and_the_others_are_searched(scan, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 nothing")
    (tmp_path / "b.txt").write_text(IDENTITY, "utf-8")
    status, lines, said = scan("a.pdf", "b.txt", "missing.txt")
    assert (status, len(lines)) == (2, 1)
    assert "a.pdf" in said
    assert "missing.txt" in said
