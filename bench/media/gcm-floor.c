// The floor: what no forwarder of SRTP in user space can go below while it sends packet by packet. AES-128-GCM over 1150 bytes with OpenSSL
// and one sendto() each, to a port where nobody reads. With "gso" the kernel cuts eight packets out of one send (UDP_SEGMENT).
// cc -O2 gcm-floor.c -lcrypto; prints CPU microseconds per packet.
#include <arpa/inet.h>
#include <netinet/udp.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

enum { HEADER = 12, PAYLOAD = 1138, TAG = 16, PACKET = HEADER + PAYLOAD + TAG, BATCH = 8, COUNT = 400000 };

static double cpu_us(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

int main(int argc, char **argv) {
  int batch = argc > 1 && strcmp(argv[1], "gso") == 0 ? BATCH : 1;
  int sink = socket(AF_INET, SOCK_DGRAM, 0), out = socket(AF_INET, SOCK_DGRAM, 0);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof to;
  if (bind(sink, (struct sockaddr *)&to, size) || getsockname(sink, (struct sockaddr *)&to, &size)) return 1;
  int segment = PACKET;
  if (batch > 1 && setsockopt(out, IPPROTO_UDP, UDP_SEGMENT, &segment, sizeof segment)) return 2;

  unsigned char key[16] = {1}, iv[12] = {2}, plain[HEADER + PAYLOAD] = {0x80, 96}, packets[BATCH * PACKET];
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  EVP_EncryptInit_ex(context, EVP_aes_128_gcm(), NULL, key, iv);
  double begin = cpu_us();
  for (int sent = 0; sent < COUNT; sent += batch) {
    for (int index = 0; index < batch; index++) {
      unsigned char *packet = packets + index * PACKET;
      int length;
      unsigned number = sent + index;
      memcpy(iv + 8, &number, 4);
      memcpy(packet, plain, HEADER);
      EVP_EncryptInit_ex(context, NULL, NULL, NULL, iv);
      EVP_EncryptUpdate(context, NULL, &length, packet, HEADER);
      EVP_EncryptUpdate(context, packet + HEADER, &length, plain + HEADER, PAYLOAD);
      EVP_EncryptFinal_ex(context, packet + PACKET - TAG, &length);
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, TAG, packet + PACKET - TAG);
    }
    if (sendto(out, packets, (size_t)batch * PACKET, 0, (struct sockaddr *)&to, sizeof to) < 0) return 3;
  }
  printf("%.3f\n", (cpu_us() - begin) / COUNT);
  return 0;
}
