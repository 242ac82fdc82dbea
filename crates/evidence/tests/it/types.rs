//! A file is what its content says, whatever it is called.

use zhiheng_app::ports::BlobError;
use zhiheng_evidence::media_type;

fn ftyp(brand: [u8; 4]) -> Vec<u8> {
    let mut head = vec![0, 0, 0, 0x20];
    head.extend_from_slice(b"ftyp");
    head.extend_from_slice(&brand);
    head.extend_from_slice(&[0, 0, 2, 0]);
    head.extend_from_slice(&brand);
    head.resize(64, 0);
    head
}

fn riff(kind: [u8; 4]) -> Vec<u8> {
    let mut head = b"RIFF\x24\x00\x00\x00".to_vec();
    head.extend_from_slice(&kind);
    head.extend_from_slice(b"fmt \x10\x00\x00\x00");
    head.resize(64, 0);
    head
}

#[test]
fn given_the_heads_of_files_that_are_taken_then_each_is_named_by_its_content() {
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (b"%PDF-1.7\n%\xe2\xe3".to_vec(), "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "image/png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0".to_vec(), "image/jpeg"),
        (riff(*b"WEBP"), "image/webp"),
        (riff(*b"WAVE"), "audio/wav"),
        (riff(*b"AVI "), "video/x-msvideo"),
        (b"ID3\x04\0\0\0\0\0\0".to_vec(), "audio/mpeg"),
        (b"OggS\0\x02\0\0\0\0\0\0".to_vec(), "audio/ogg"),
        (b"fLaC\0\0\0\x22".to_vec(), "audio/flac"),
        (ftyp(*b"M4A "), "audio/mp4"),
        (ftyp(*b"isom"), "video/mp4"),
        (ftyp(*b"qt  "), "video/quicktime"),
        ("询问笔录,第 1 页\r\n".as_bytes().to_vec(), "text/plain; charset=utf-8"),
    ];
    for (content, expected) in cases {
        assert_eq!(media_type(&content).unwrap(), expected);
    }
}

#[test]
fn given_a_program_a_page_or_an_archive_called_photo_jpg_then_it_is_refused() {
    let cases: Vec<Vec<u8>> = vec![
        b"MZ\x90\0\x03\0\0\0\x04\0".to_vec(),
        b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0\x01\0\0\0".to_vec(),
        b"<!DOCTYPE html><html><script>alert(1)</script></html>".to_vec(),
        b"#!/bin/sh\nrm -rf /\n".to_vec(),
        b"PK\x03\x04\x14\0\0\0\x08\0aaaaaaaaaaaaaaaaaaaa".to_vec(),
        b"\x1f\x8b\x08\0\0\0\0\0".to_vec(),
        vec![0; 64],
        vec![0xff, 0xfe, 0x41, 0x00],
        "有\0零字节".as_bytes().to_vec(),
        Vec::new(),
    ];
    for content in cases {
        let refused = media_type(&content);
        assert!(matches!(refused, Err(BlobError::Type { .. })), "{content:?}: {refused:?}");
    }
}
