/** The primary key of an item. All tables of the shop use the same names: partition key `pk`, sort key `sk`. */
export interface ItemKey {
  pk: string;
  sk: string;
}
