import type { SeededRandom } from './seeded-random';

export type Sex = 'MALE' | 'FEMALE';

/** Peoples of the two prefectures with their weight in a hundred names. */
export type NameMix = readonly (readonly [people: People, percent: number])[];

type People = 'HAN' | 'HUI' | 'UYGHUR' | 'KAZAKH' | 'MONGOL';

/** 间隔号, the one separator of minority names that bank files agree on. */
const DOT = '\u00b7';

const HAN_SURNAMES = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎',
  ...'余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文',
];
const COMPOUND_SURNAMES = ['欧阳', '司马', '上官', '诸葛', '皇甫', '尉迟', '令狐', '慕容'];
const HUI_SURNAMES = [...'马马马马哈丁沙白米海妥虎纳喇者苏杨'];
const GIVEN_CHARACTERS: Record<Sex, string[]> = {
  MALE: [...'国建军志强德福永贵玉山文明忠义长根新民保平万金宝成学林世昌光荣庆云兴华胜利振东海清'],
  FEMALE: [...'秀兰英桂芳玉珍淑华凤琴素云翠莲月娥春梅爱萍丽霞金花惠敏彩红巧玲雪芬佩瑶'],
};

const UYGHUR_MALE = [
  '阿卜杜热合曼',
  '买买提',
  '艾合买提',
  '吐尔逊',
  '依明',
  '玉素甫',
  '卡德尔',
  '肉孜',
  '托合提',
  '阿布来提',
  '艾尼瓦尔',
  '库尔班',
  '亚森',
  '司马义',
  '热合曼',
  '克里木',
  '吾买尔',
  '阿不都外力',
  '伊力哈木',
  '帕尔哈提',
  '穆合塔尔',
  '努尔买买提',
];
const UYGHUR_FEMALE = [
  '阿依古丽',
  '热依汗古丽',
  '帕提古丽',
  '古丽巴哈尔',
  '阿米娜',
  '玛依拉',
  '热孜万古丽',
  '吐尔逊阿依',
  '海力且木',
  '祖来古丽',
  '艾孜再姆',
  '布威海丽且木',
  '帕夏汗',
  '再乃普',
  '尼萨汗',
  '茹仙古丽',
];
const KAZAKH_MALE = [
  '叶尔肯',
  '哈力木别克',
  '努尔兰',
  '巴合提别克',
  '木拉提',
  '赛力克',
  '阿合买提江',
  '胡安德克',
  '达吾列提',
  '卡德尔别克',
  '哈布力哈孜',
  '沙达提汗',
  '加尔肯',
];
const KAZAKH_FEMALE = [
  '古丽娜尔',
  '阿依努尔',
  '库丽夏提',
  '巴哈提古丽',
  '热扎',
  '卡丽曼',
  '沙拉买提',
  '加米拉',
];
const MONGOL_MALE = ['巴特尔', '才仁加甫', '道尔吉', '那生巴图', '乌力吉', '孟克', '布仁特古斯', '巴音'];
const MONGOL_FEMALE = ['其其格', '乌兰其其格', '娜仁', '萨仁高娃', '才次克', '敖登'];

/** Full transcriptions with the grandfather's name: 25 characters and more, which narrow columns cut off. */
const LONG_NAMES: Record<Sex, readonly string[]> = {
  MALE: ['阿卜杜萨拉木江', '穆罕默德萨迪克阿吉', '阿卜杜外力艾合买提托合提'],
  FEMALE: ['布威海丽且木古丽', '阿卜杜热西提努尔买买提', '穆罕默德吐尔逊尼亚孜'],
};

/** A name of one of the peoples; every character of it exists in GBK. */
export function makeName(random: SeededRandom, sex: Sex, mix: NameMix): string {
  const people = drawPeople(random, mix);
  switch (people) {
    case 'HAN':
      return hanName(random, sex, random.chance(2) ? COMPOUND_SURNAMES : HAN_SURNAMES);
    case 'HUI':
      return hanName(random, sex, HUI_SURNAMES);
    case 'UYGHUR':
      return makeUyghurName(random, sex);
    case 'KAZAKH':
      return `${random.pick(sex === 'MALE' ? KAZAKH_MALE : KAZAKH_FEMALE)}${DOT}${random.pick(KAZAKH_MALE)}`;
    case 'MONGOL':
      return mongolName(random, sex);
  }
}

/** Own name, dot, father's name. */
export function makeUyghurName(random: SeededRandom, sex: Sex): string {
  return `${random.pick(sex === 'MALE' ? UYGHUR_MALE : UYGHUR_FEMALE)}${DOT}${random.pick(UYGHUR_MALE)}`;
}

/** Own, father's and grandfather's name. */
export function makeLongName(sex: Sex): string {
  return LONG_NAMES[sex].join(DOT);
}

/** A Han name whose last character is the given (rare) one. */
export function makeNameEndingIn(random: SeededRandom, character: string): string {
  return `${random.pick(HAN_SURNAMES)}${character}`;
}

function drawPeople(random: SeededRandom, mix: NameMix): People {
  let left = random.below(100);
  for (const [people, percent] of mix) {
    if (left < percent) return people;
    left -= percent;
  }
  throw new Error('the weights of a name mix must add up to 100');
}

function hanName(random: SeededRandom, sex: Sex, surnames: readonly string[]): string {
  const given = GIVEN_CHARACTERS[sex];
  const first = random.pick(given);
  return random.pick(surnames) + (random.chance(30) ? first : first + random.pick(given));
}

/** Some Mongol families put the father's name or its first syllable before a dot. */
function mongolName(random: SeededRandom, sex: Sex): string {
  const own = random.pick(sex === 'MALE' ? MONGOL_MALE : MONGOL_FEMALE);
  return random.chance(40) ? `${random.pick(MONGOL_MALE).slice(0, 1)}${DOT}${own}` : own;
}
