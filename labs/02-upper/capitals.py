# capitals: what upper() makes of text, and of the bytes of the same text.
for word in "hello", "café", "你好", "straße":
    text = word.upper()
    data = word.encode().upper().decode()
    print(f"{word}: as text {text}, as bytes {data}")
