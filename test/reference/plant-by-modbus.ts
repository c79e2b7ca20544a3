/** Reads every register of the simulated plant with pymodbus, and tries what it must refuse. */
export const readByModbus = `
from pymodbus.client import ModbusTcpClient
from pymodbus.constants import ExcCodes
import struct
def value(entry, registers):
    words = [struct.pack('>H', word) for word in registers]
    if entry['type'] == 'string': return b''.join(words).decode('latin1').rstrip('\\0')
    if entry['type'] == 'int16': return struct.unpack('>h', words[0])[0]
    if entry['order'] in ('CDAB', 'DCBA'): words.reverse()
    if entry['order'] in ('BADC', 'DCBA'): words = [word[::-1] for word in words]
    raw = b''.join(words)
    if entry['type'] == 'bcd32': return int(raw.hex())
    return struct.unpack({'uint32': '>I', 'int64': '>q', 'float32': '>f', 'float64': '>d'}[entry['type']], raw)[0]
def main(given):
    client = ModbusTcpClient('127.0.0.1', port=given['port']); client.connect()
    read = {'coil': client.read_coils, 'discrete': client.read_discrete_inputs, 'holding': client.read_holding_registers, 'input': client.read_input_registers}
    rows = []
    for tag in given['tags']:
        entry = tag['modbus']
        answer = read[entry['table']](entry['address'], count=entry['length'], device_id=entry['unit'])
        assert not answer.isError(), (tag, answer)
        rows.append([tag['id'], answer.bits[0] if entry['type'] == 'bit' else value(entry, answer.registers)])
    hole = client.read_input_registers(0, count=1, device_id=1)
    write = client.write_register(100, 1, device_id=1)
    other = client.read_input_registers(100, count=1, device_id=200)
    client.close()
    return {'rows': rows, 'refused': [hole.exception_code, write.exception_code, other.exception_code]}
`
