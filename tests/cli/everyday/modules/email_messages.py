# email: building, parsing, attachments, headers in other scripts.
import email
import email.policy
from email.message import EmailMessage
from email.utils import formataddr, parseaddr, parsedate_to_datetime

message = EmailMessage()
message["Subject"] = "Übung 3"
message["From"] = formataddr(("Ada Lovelace", "ada@example.org"))
message["To"] = "bob@example.org, Eve <eve@example.org>"
message["Date"] = "Thu, 29 Feb 2024 12:00:00 +0100"
message.set_content("Hello,\nsee the attachment. Grüße\n")
message.add_attachment(b"\x00\x01\x02", maintype="application", subtype="octet-stream", filename="data.bin")
message.set_boundary("=====")
text = message.as_string()
print(text)
back = email.message_from_string(text, policy=email.policy.default)
print(back["subject"], [a.addr_spec for a in back["to"].addresses], back.get_body().get_content().splitlines()[1])
for part in back.iter_attachments():
    print(part.get_filename(), part.get_content(), part.get_content_type())
print(parseaddr(back["from"]), parsedate_to_datetime(back["date"]).isoformat())
print(back.is_multipart(), [p.get_content_type() for p in back.walk()])
