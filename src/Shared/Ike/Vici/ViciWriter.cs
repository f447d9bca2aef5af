using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace DsMip.Ike.Vici;

/// <summary>Writes messages as charon reads them.</summary>
internal static class ViciWriter
{
    public static void Write(ViciSection section, IBufferWriter<byte> output)
    {
        foreach (var (key, item) in section)
        {
            switch (item)
            {
                case ViciValue value:
                    WriteType(ViciElementType.KeyValue, output);
                    WriteName(key, output);
                    WriteValue(value, output);
                    break;
                case ViciList list:
                    WriteType(ViciElementType.ListStart, output);
                    WriteName(key, output);
                    WriteItems(list, output);
                    break;
                case ViciSection nested:
                    WriteType(ViciElementType.SectionStart, output);
                    WriteName(key, output);
                    Write(nested, output);
                    WriteType(ViciElementType.SectionEnd, output);
                    break;
            }
        }
    }

    /// <exception cref="ViciException">It is longer than 255 bytes.</exception>
    public static void WriteName(string name, IBufferWriter<byte> output)
    {
        var length = Encoding.UTF8.GetByteCount(name);
        if (length > byte.MaxValue) throw new ViciException($"'{name}' is too long for a name on charon's socket");
        var bytes = output.GetSpan(length + 1);
        bytes[0] = (byte)length;
        Encoding.UTF8.GetBytes(name, bytes[1..]);
        output.Advance(length + 1);
    }

    private static void WriteItems(ViciList list, IBufferWriter<byte> output)
    {
        foreach (var value in list.Values)
        {
            WriteType(ViciElementType.ListItem, output);
            WriteValue(value, output);
        }

        WriteType(ViciElementType.ListEnd, output);
    }

    private static void WriteValue(ViciValue value, IBufferWriter<byte> output)
    {
        if (value.Bytes.Length > ushort.MaxValue) throw new ViciException($"a value of {value.Bytes.Length} bytes is too long for charon's socket");
        var bytes = output.GetSpan(sizeof(ushort));
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value.Bytes.Length);
        output.Advance(sizeof(ushort));
        output.Write(value.Bytes.Span);
    }

    private static void WriteType(ViciElementType type, IBufferWriter<byte> output)
    {
        output.GetSpan(1)[0] = (byte)type;
        output.Advance(1);
    }
}
