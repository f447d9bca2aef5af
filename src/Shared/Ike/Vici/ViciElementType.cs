namespace DsMip.Ike.Vici;

/// <summary>What a message is a sequence of. Names have one byte of length in front, values two.</summary>
internal enum ViciElementType : byte
{
    SectionStart = 1,
    SectionEnd = 2,
    KeyValue = 3,
    ListStart = 4,
    ListItem = 5,
    ListEnd = 6,
}
